namespace Swarm.Core.Workflows.Parsing;

/// <summary>Checks what must hold between nodes and edges for a run to have a beginning and an end.</summary>
internal sealed class GraphCheck(
    ErrorList errors, IReadOnlyList<NodeDraft> nodes, IReadOnlyList<EdgeDraft> edges, UpstreamNodes upstream)
{
    private const int ShownCycleLength = 10;

    /// <summary>Nodes that may be skipped although a branch leads to them.</summary>
    private readonly HashSet<string> _counting =
        [.. nodes.Where(n => n.Definition.Join.Kind == JoinKind.Count).Select(n => n.Id)];

    public void Run(bool hasEdges)
    {
        var order = nodes.Select((n, i) => (n.Id, i)).ToDictionary(p => p.Id, p => p.i);
        foreach (var knot in Cycles.Find(nodes.Count, [.. ForwardEdges().Select(e => (order[e.From], order[e.To]))]))
        {
            ReportCycle([.. knot.Select(i => nodes[i].Id)]);
        }

        foreach (var loop in edges.Where(e => e.Definition.IsLoop))
        {
            CheckLoop(loop);
        }

        foreach (var node in nodes)
        {
            CheckJoin(node);
            if (hasEdges)
            {
                CheckReached(node);
            }
        }
    }

    private IEnumerable<EdgeDraft> ForwardEdges() => edges.Where(e => !e.Definition.IsLoop);

    private void ReportCycle(IReadOnlyList<string> cycle)
    {
        var closing = ForwardEdges().Last(e => e.From == cycle[^1] && e.To == cycle[0]);
        var shown = cycle.Take(ShownCycleLength).Select(id => $"'{id}'").ToList();
        if (cycle.Count > ShownCycleLength)
        {
            shown.Add("…");
        }

        var message = cycle.Count == 1
            ? $"Node '{cycle[0]}' waits for itself: a cycle without a loop edge."
            : $"The nodes {string.Join(" → ", shown)} → '{cycle[0]}' form a cycle without a loop edge: "
                + "each would wait for the others for ever.";
        errors.Add(
            closing.Source,
            WorkflowErrorCodes.Cycle,
            message,
            cycle[0],
            $"If '{cycle[^1]}' is to lead back to '{cycle[0]}', write under edges: "
            + $"{{ from: {cycle[^1]}, to: {cycle[0]}, loop: {{ max: 3 }} }}");
    }

    private void CheckLoop(EdgeDraft loop)
    {
        if (loop.From == loop.To || upstream.IsUpstream(loop.To, of: loop.From))
        {
            CheckLoopEnds(loop);
            return;
        }

        errors.Add(
            loop.Source,
            WorkflowErrorCodes.LoopNotBack,
            $"The loop edge from '{loop.From}' to '{loop.To}' does not lead back: '{loop.To}' is not upstream of "
            + $"'{loop.From}'.",
            loop.From,
            "Remove 'loop', or let the edge lead to a node before this one.");
    }

    /// <summary>A loop that is taken whenever its target has run can only end by failing the run.</summary>
    private void CheckLoopEnds(EdgeDraft loop)
    {
        if (!loop.IsLoopKnown || loop.Definition.When is not null || !AlwaysLeadsTo(loop.To, loop.From))
        {
            return;
        }

        errors.Add(
            loop.Source,
            WorkflowErrorCodes.EndlessLoop,
            $"The loop edge from '{loop.From}' to '{loop.To}' would be taken every time, as no condition stands on the "
            + $"way: after {loop.Definition.LoopMax} rounds every run would fail.",
            loop.From,
            $"Say when to go back: {{ from: {loop.From}, to: {loop.To}, loop: {{ max: {loop.Definition.LoopMax} }}, "
            + "when: { path: exitCode, notEquals: 0 } }");
    }

    private bool AlwaysLeadsTo(string from, string to)
    {
        var certain = ForwardEdges()
            .Where(e => e.Definition.When is null && !_counting.Contains(e.To))
            .ToLookup(e => e.From);
        HashSet<string> reached = [from];
        var open = new Queue<string>(reached);
        while (open.TryDequeue(out var node))
        {
            foreach (var edge in certain[node].Where(e => reached.Add(e.To)))
            {
                open.Enqueue(edge.To);
            }
        }

        return reached.Contains(to);
    }

    private void CheckJoin(NodeDraft node)
    {
        var incoming = upstream.IncomingCount(node.Id);
        var join = node.Definition.Join;
        if (join.Kind == JoinKind.Count && join.Count > incoming)
        {
            errors.Add(
                node.JoinValue!,
                WorkflowErrorCodes.InvalidJoin,
                $"Node '{node.Id}' waits for {join.Count} branches, but only {incoming} lead to it: it would never "
                + "start.",
                node.Id,
                incoming > 0 ? $"Write: join: {{ count: {incoming} }}, or add edges." : "Add edges that lead to it.");
        }
    }

    /// <summary>
    /// Without an edge a node would start with the run. Beside nodes that are connected this is mostly a forgotten
    /// edge, so it must be said.
    /// </summary>
    private void CheckReached(NodeDraft node)
    {
        if (node.Needs is not null || edges.Any(e => e.From == node.Id || e.To == node.Id))
        {
            return;
        }

        errors.Add(
            node.Entry.Position,
            node.Entry.Pointer,
            WorkflowErrorCodes.UnreachableNode,
            $"No edge leads to node '{node.Id}', and none leads from it.",
            node.Id,
            $"Add an edge, or 'needs: []' if '{node.Id}' is to start with the run.");
    }
}
