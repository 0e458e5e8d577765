using Swarm.Core.Workflows;

namespace Swarm.Core.References;

/// <summary>Which nodes' results a node needs to start.</summary>
public static class NodeReferences
{
    /// <summary>The ids of the nodes that it refers to, each once.</summary>
    public static IReadOnlyList<string> NodesOf(NodeDefinition node) =>
    [
        .. TemplatesOf(node)
            .SelectMany(Template.Read)
            .Where(p => p.Reference is not null && !ReferenceRoots.IsReserved(p.Reference.Segments[0]))
            .Select(p => p.Reference!.Segments[0])
            .Distinct(),
    ];

    private static IEnumerable<string> TemplatesOf(NodeDefinition node) =>
        new[] { node.Prompt, node.Commit, node.Merge, node.Tag }
            .OfType<string>()
            .Concat(node.Run ?? [])
            .Concat(node.Env.Values)
            .Concat(node.Input.Values.SelectMany(Template.TextsOf));
}
