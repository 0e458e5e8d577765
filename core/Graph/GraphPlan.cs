using Swarm.Core.Conditions;
using Swarm.Core.Workflows;

namespace Swarm.Core.Graph;

/// <summary>
/// The indexes of a definition: nodes as numbers in topological order (the file's order where several are possible),
/// and the region of each loop, which is its target and all that lies downstream of it.
/// </summary>
internal sealed class GraphPlan
{
    private readonly Dictionary<string, int> _indexes;

    public GraphPlan(WorkflowDefinition definition)
    {
        var order = TopologicalOrder.Of(definition);
        _indexes = order.Select((node, index) => (node.Id, index)).ToDictionary(p => p.Id, p => p.index);
        Nodes = order;
        FileOrder = [.. definition.Nodes.Select(n => _indexes[n.Id])];
        Edges = [.. definition.Edges.Where(e => !e.IsLoop).Select(ToEdge)];
        LoopEdges = [.. definition.Edges.Where(e => e.IsLoop).Select(ToEdge)];
        Incoming = Group(Edges, e => e.To);
        Outgoing = Group(Edges, e => e.From);
        OutgoingLoops = Group(LoopEdges, e => e.From);
        Regions = [.. LoopEdges.Select(loop => RegionOf(loop.To))];
        RegionNodes = [.. Regions.Select(NodesOf)];
        IsInRegion = [.. Enumerable.Range(0, Nodes.Count).Select(node => Regions.Any(region => region[node]))];
    }

    public IReadOnlyList<NodeDefinition> Nodes { get; }

    /// <summary>The nodes' numbers in the order of the file.</summary>
    public IReadOnlyList<int> FileOrder { get; }

    public PlannedEdge[] Edges { get; }

    public PlannedEdge[] LoopEdges { get; }

    public int[][] Incoming { get; }

    public int[][] Outgoing { get; }

    public int[][] OutgoingLoops { get; }

    /// <summary>By loop edge, which nodes it starts again.</summary>
    public bool[][] Regions { get; }

    /// <summary>The same as numbers, in topological order.</summary>
    public int[][] RegionNodes { get; }

    /// <summary>By node, whether any loop edge starts it again.</summary>
    public bool[] IsInRegion { get; }

    public bool HasLoops => LoopEdges.Length > 0;

    public int IndexOf(string nodeId) => _indexes.TryGetValue(nodeId, out var index)
        ? index
        : throw new ArgumentException($"The workflow has no node '{nodeId}'.", nameof(nodeId));

    /// <summary>A region as numbers, in topological order.</summary>
    public int[] NodesOf(bool[] region) => [.. Enumerable.Range(0, Nodes.Count).Where(node => region[node])];

    private PlannedEdge ToEdge(EdgeDefinition edge) => new(
        IndexOf(edge.From),
        IndexOf(edge.To),
        edge,
        ConditionEvaluator.AsksForStatus(edge.When));

    private int[][] Group(PlannedEdge[] edges, Func<PlannedEdge, int> key)
    {
        var groups = new List<int>[Nodes.Count];
        for (var i = 0; i < edges.Length; i++)
        {
            (groups[key(edges[i])] ??= []).Add(i);
        }

        return [.. groups.Select(g => g?.ToArray() ?? [])];
    }

    /// <summary>Which nodes start again with a node: itself and all that lies downstream of it.</summary>
    public bool[] RegionOf(int target)
    {
        var region = new bool[Nodes.Count];
        region[target] = true;

        // Nodes are numbered so that edges lead from lower to higher numbers: one pass reaches all.
        for (var node = target; node < Nodes.Count; node++)
        {
            region[node] |= Incoming[node].Any(edge => region[Edges[edge].From]);
        }

        return region;
    }
}
