using System.Text.Json;

namespace Swarm.Core.Graph;

/// <summary>
/// The nodes and edges of a running graph, and the rules by which nodes become ready, are skipped or wait on. Which
/// edges are taken is decided by its caller.
/// </summary>
internal sealed class GraphBoard
{
    private readonly GraphPlan _plan;
    private readonly List<GraphChange> _changes;
    private readonly EdgeState[] _edges;
    private readonly LoopWatch _watch;
    private readonly Queue<int> _ready = new();
    private readonly Queue<int> _skipped = new();

    /// <summary>
    /// Nodes whose branches are decided, but which a pending loop may start again; in topological order.
    /// </summary>
    private readonly SortedSet<int> _blocked = [];

    /// <summary>
    /// Whether a node has been blocked, or a loop has been settled, since the blocked nodes were looked at.
    /// </summary>
    private bool _mustSettle;
    private int _settledVersion;

    public GraphBoard(GraphPlan plan, List<GraphChange> changes)
    {
        _plan = plan;
        _changes = changes;
        Cells = [.. plan.Nodes.Select(n => new GraphCell(n))];
        _edges = new EdgeState[plan.Edges.Length];
        _watch = new LoopWatch(plan, Cells);
    }

    public GraphCell[] Cells { get; }

    /// <summary>
    /// How many nodes may start, those included that still wait for their overtaken iteration to end.
    /// </summary>
    public int ReadyCount { get; private set; }

    /// <summary>How many iterations run, overtaken ones included.</summary>
    public int RunningCount { get; private set; }

    public int EndedCount { get; private set; }

    public void Begin()
    {
        for (var node = 0; node < Cells.Length; node++)
        {
            Cells[node].Undecided = _plan.Incoming[node].Length;
            if (Cells[node].Undecided == 0)
            {
                MakeReady(node);
            }
        }

        _watch.Rebuild(Enumerable.Range(0, Cells.Length));
    }

    public IReadOnlyList<NodeStart> TakeReady(int max)
    {
        var starts = new List<NodeStart>();
        while (starts.Count < max && _ready.TryDequeue(out var node))
        {
            // A node that a loop has made to wait again is still in the queue, and one that became ready again is
            // twice.
            if (Cells[node].Phase == CellPhase.Ready && Cells[node].Stale is null)
            {
                starts.Add(Cells[node].Begin());
                ReadyCount--;
                RunningCount++;
            }
        }

        return starts;
    }

    /// <summary>Ends an iteration; false if a loop has overtaken it, so that its result decides nothing.</summary>
    public bool TryEnd(int node, int iteration, NodeOutcome outcome, JsonElement output, string? reason)
    {
        var cell = Cells[node];
        if (cell.Stale == iteration)
        {
            RunningCount--;
            cell.EndStale(ToPhase(outcome));
            if (cell.Phase == CellPhase.Ready)
            {
                _ready.Enqueue(node);
            }

            return false;
        }

        if (cell.Phase != CellPhase.Running || cell.Iteration != iteration)
        {
            throw new InvalidOperationException(
                $"Iteration {iteration} of node '{cell.Definition.Id}' does not run: the node is {cell.Phase} in "
                + $"iteration {cell.Iteration}. Its result was probably told twice.");
        }

        RunningCount--;
        EndedCount++;
        cell.End(ToPhase(outcome), output, reason);
        return true;
    }

    /// <summary>Decides every edge that leads forward from a node that has ended.</summary>
    public void Decide(int node, bool[] takes)
    {
        var outgoing = _plan.Outgoing[node];
        for (var i = 0; i < outgoing.Length; i++)
        {
            Decide(outgoing[i], takes[i]);
        }

        SkipOnwards();
        _watch.Update(node);
        Settle();
    }

    /// <summary>
    /// Starts a node again, and goes on as if nothing downstream of it had ever run; branches that come from elsewhere
    /// keep their decisions.
    /// </summary>
    public void Restart(int target, bool[] region, int[] nodes)
    {
        foreach (var node in nodes)
        {
            ReadyCount -= Cells[node].Phase == CellPhase.Ready ? 1 : 0;
            EndedCount -= Cells[node].HasEnded ? 1 : 0;
            Cells[node].Reset();
            _blocked.Remove(node);
        }

        foreach (var edge in nodes.SelectMany(node => _plan.Incoming[node]))
        {
            CountAgain(edge, region[_plan.Edges[edge].From]);
        }

        MakeReady(target);
        _watch.Rebuild(nodes);
        foreach (var node in nodes.Where(node => Cells[node].Taken > 0))
        {
            Consider(node);
        }

        SkipOnwards();
        Settle();
    }

    /// <summary>Ends every node that has not begun, so that nothing starts any more.</summary>
    public void EndUnbegun(CellPhase phase)
    {
        foreach (var node in _plan.FileOrder)
        {
            var cell = Cells[node];
            if (cell.Phase is CellPhase.Waiting or CellPhase.Ready)
            {
                var iteration = cell.EndUnbegun(phase);
                _changes.Add(phase == CellPhase.Skipped
                    ? new NodeSkipped(cell.Definition.Id, iteration)
                    : new NodeCancelled(cell.Definition.Id, iteration));
                EndedCount++;
            }
        }

        ReadyCount = 0;
        _ready.Clear();
        _blocked.Clear();
    }

    private static CellPhase ToPhase(NodeOutcome outcome) => outcome switch
    {
        NodeOutcome.Completed => CellPhase.Completed,
        NodeOutcome.Failed => CellPhase.Failed,
        _ => CellPhase.Cancelled,
    };

    private void CountAgain(int edge, bool fromRegion)
    {
        if (fromRegion)
        {
            _edges[edge] = EdgeState.Undecided;
        }

        var to = Cells[_plan.Edges[edge].To];
        to.Undecided += _edges[edge] == EdgeState.Undecided ? 1 : 0;
        to.Taken += _edges[edge] == EdgeState.Taken ? 1 : 0;
    }

    private void Decide(int edge, bool taken)
    {
        var to = _plan.Edges[edge].To;
        _edges[edge] = taken ? EdgeState.Taken : EdgeState.NotTaken;
        Cells[to].Undecided--;
        Cells[to].Taken += taken ? 1 : 0;
        Consider(to);
    }

    /// <summary>Starts, skips or blocks a waiting node, as its branches are decided now.</summary>
    private void Consider(int node)
    {
        var cell = Cells[node];
        if (cell.Phase != CellPhase.Waiting)
        {
            return;
        }

        switch (JoinStates.Of(cell, _plan.Incoming[node].Length))
        {
            case JoinState.Open:
                break;
            case JoinState.Satisfied:
                MakeReady(node);
                break;
            case JoinState.SatisfiedUnlessRestarted when !HasBranchNotTaken(node, from => _plan.IsInRegion[from]):
                MakeReady(node);
                break;
            case JoinState.Exhausted when !_plan.IsInRegion[node]:
                Skip(node);
                break;
            default:
                _mustSettle |= _blocked.Add(node);
                break;
        }
    }

    private bool HasBranchNotTaken(int node, Func<int, bool> from) => _plan.Incoming[node].Any(edge =>
        _edges[edge] == EdgeState.NotTaken && from(_plan.Edges[edge].From));

    private void MakeReady(int node)
    {
        Cells[node].MakeReady();
        ReadyCount++;
        _blocked.Remove(node);
        _ready.Enqueue(node);
        _watch.Update(node);
    }

    private void Skip(int node)
    {
        _changes.Add(new NodeSkipped(Cells[node].Definition.Id, Cells[node].EndUnbegun(CellPhase.Skipped)));
        EndedCount++;
        _blocked.Remove(node);
        _skipped.Enqueue(node);
        _watch.Update(node);
    }

    /// <summary>What lies behind skipped nodes. A queue, as a chain of thousands would overflow the stack.</summary>
    private void SkipOnwards()
    {
        while (_skipped.TryDequeue(out var node))
        {
            foreach (var edge in _plan.Outgoing[node])
            {
                Decide(edge, taken: false);
            }
        }
    }

    /// <summary>
    /// Starts and skips blocked nodes that no pending loop can start again. Starts go first, since what starts may
    /// lead to a loop that reaches the others; each skip may make another start possible.
    /// </summary>
    private void Settle()
    {
        while (_blocked.Count > 0 && (_mustSettle || _settledVersion != _watch.Version))
        {
            _mustSettle = false;
            foreach (var node in _blocked.ToArray())
            {
                if (JoinStates.Of(Cells[node], _plan.Incoming[node].Length) == JoinState.SatisfiedUnlessRestarted
                    && !HasBranchNotTaken(node, _watch.MayRestart))
                {
                    MakeReady(node);
                }
            }

            // What starts makes more loops pending, never fewer, so nothing that was passed over could start now.
            _settledVersion = _watch.Version;
            SkipBlocked();
        }
    }

    private void SkipBlocked()
    {
        foreach (var node in _blocked.ToArray())
        {
            if (JoinStates.Of(Cells[node], _plan.Incoming[node].Length) == JoinState.Exhausted
                && !_watch.MayRestart(node))
            {
                Skip(node);
                SkipOnwards();
            }

            if (_mustSettle || _settledVersion != _watch.Version)
            {
                return;
            }
        }
    }
}
