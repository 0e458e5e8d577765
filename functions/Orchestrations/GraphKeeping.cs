using Swarm.Core.Graph;
using Swarm.Core.Workflows;

namespace Swarm.Functions.Orchestrations;

/// <summary>
/// What a graph keeps of earlier attempts of its run. A result counts only if nothing that it was made from is newer:
/// whatever runs again makes all that lies behind it run again.
/// </summary>
internal sealed class GraphKeeping
{
    private readonly TaskOrchestrationContext _context;
    private readonly RunReference _run;
    private readonly GraphState _state;
    private readonly ILookup<string, string> _next;

    /// <summary>By node, the newest attempt of what lies before it.</summary>
    private readonly Dictionary<string, int> _floors = [];

    public GraphKeeping(
        TaskOrchestrationContext context, RunReference run, WorkflowDefinition definition, GraphState state)
    {
        _context = context;
        _run = run;
        _state = state;
        _next = definition.Edges.ToLookup(edge => edge.From, edge => edge.To);
    }

    /// <summary>
    /// Takes nodes that are ready: those whose results count, with them, and the others as they are to run.
    /// </summary>
    public async Task<IReadOnlyList<(NodeRun Node, NodeEnded? Kept)>> TakeAsync(IEnumerable<NodeRun> ready)
    {
        NodeRun[] nodes = [.. ready.Select(node => node with { Run = _run.Keeping(FloorOf(node.Node)) })];
        var found = await _context.FindKeptAsync(_run, nodes);
        var taken = new List<(NodeRun, NodeEnded?)>();
        foreach (var (node, kept) in nodes.Zip(found))
        {
            if (kept.Ended is { } ended
                && _state.GoesOnFrom(node.Node, ended.Outcome, ended.Output ?? default, ended.Reason))
            {
                Spread(node.Node, ended.KeptFrom!.Value);
                taken.Add((node, ended));
            }
            else
            {
                Spread(node.Node, _run.Attempt);
                taken.Add((node.ToRunAgain(kept), null));
            }
        }

        return taken;
    }

    private int FloorOf(string node) => Math.Max(_run.KeepFloor, _floors.GetValueOrDefault(node));

    /// <summary>Each node is passed at most once for each attempt of the run.</summary>
    private void Spread(string from, int attempt)
    {
        var behind = new Queue<string>(_next[from]);
        while (behind.TryDequeue(out var node))
        {
            if (FloorOf(node) < attempt)
            {
                _floors[node] = attempt;
                foreach (var next in _next[node])
                {
                    behind.Enqueue(next);
                }
            }
        }
    }
}
