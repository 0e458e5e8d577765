using System.Text.Json;
using Swarm.Contracts.Statuses;
using Swarm.Core.Graph;
using Swarm.Core.Workflows;
using Swarm.Tests.Core.Workflows;

namespace Swarm.Tests.Core.Graph;

/// <summary>Drives a graph by hand: edges in the language, one line a step.</summary>
internal sealed class GraphRun
{
    private readonly HashSet<string> _running = [];

    private GraphRun(WorkflowDefinition definition) => State = GraphState.Start(definition);

    public GraphState State { get; }

    /// <summary>A run that has just begun.</summary>
    /// <param name="nodes">Lines such as <c>test: { needs: build }</c>.</param>
    /// <param name="edges">Lines such as <c>{ from: test, to: fix }</c>.</param>
    public static GraphRun Of(string[] nodes, params string[] edges) => new(Files.Valid(
        "version: 1\nname: graph\ndefaults: { tool: noop }\nnodes:\n"
        + string.Concat(nodes.Select(n => $"  {n}\n"))
        + (edges.Length == 0 ? "" : "edges:\n" + string.Concat(edges.Select(e => $"  - {e}\n")))));

    /// <summary>What starts now: "a b".</summary>
    public string Starts()
    {
        var starts = State.TakeReady();
        _running.UnionWith(starts.Select(s => s.NodeId));
        return string.Join(' ', starts.Select(s => s.Iteration == 1 ? s.NodeId : $"{s.NodeId}:{s.Iteration}"));
    }

    /// <summary>Ends a node's running iteration, and tells what starts then.</summary>
    public string Ends(string node, int x = 0, int? iteration = null)
    {
        State.Complete(
            node,
            iteration ?? State.Node(node).Iteration,
            NodeOutcome.Completed,
            JsonElement.Parse($"{{ \"x\": {x} }}"));
        return Starts();
    }

    public string Fails(string node, string? reason = null, int x = 0)
    {
        State.Complete(
            node,
            State.Node(node).Iteration,
            NodeOutcome.Failed,
            JsonElement.Parse($"{{ \"x\": {x} }}"),
            reason);
        return Starts();
    }

    public NodeStatus this[string node] => State.Node(node).Status;
}
