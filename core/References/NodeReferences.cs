using System.Text.Json;
using Swarm.Core.Workflows;

namespace Swarm.Core.References;

/// <summary>Which nodes' results a node needs to start.</summary>
public static class NodeReferences
{
    /// <summary>The ids of the nodes that it refers to, each once.</summary>
    public static IReadOnlyList<string> NodesOf(NodeDefinition node) =>
        [.. NodesIn(TemplatesOf(node)).Append(node.Previous).OfType<string>().Distinct()];

    /// <summary>The ids of the nodes that a workflow's outputs refer to, each once.</summary>
    public static IReadOnlyList<string> NodesOf(IReadOnlyDictionary<string, JsonElement> outputs) =>
        [.. NodesIn(outputs.Values.SelectMany(Template.TextsOf)).Distinct()];

    /// <summary>The ids of the nodes that what undoes a node refers to, each once.</summary>
    public static IReadOnlyList<string> NodesOfCompensation(NodeDefinition node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.Compensate is { } compensate ? NodesOf(compensate) : [];
    }

    private static IEnumerable<string> NodesIn(IEnumerable<string> templates) => templates
        .SelectMany(Template.Read)
        .Where(p => p.Reference is not null && !ReferenceRoots.IsReserved(p.Reference.Segments[0]))
        .Select(p => p.Reference!.Segments[0]);

    private static IEnumerable<string> TemplatesOf(NodeDefinition node) =>
        new[] { node.Prompt, node.Ai?.Instructions, node.Commit, node.Merge, node.Tag, node.Checkpoint?.Question }
            .OfType<string>()
            .Concat(node.Run ?? [])
            .Concat(node.Env.Values)
            .Concat((node.Evaluation?.Evaluators ?? []).SelectMany(evaluator => TemplatesOf(evaluator.Node)))
            .Concat(node.Locks)
            .Concat(node.Input.Values.SelectMany(Template.TextsOf))
            .Concat(node.FanOut?.Over is { } over ? Template.TextsOf(over) : []);
}
