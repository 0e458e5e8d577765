namespace Swarm.Core.Graph;

/// <summary>
/// Knows which loop edges may still be taken. A node is live while it is active, or waits for a live node; a loop edge
/// is pending while its source is live, or another pending loop would start its source again. What a blocked node
/// might do once it starts does not count, or two nodes could wait for each other's loops for ever.
/// </summary>
internal sealed class LoopWatch
{
    private readonly GraphPlan _plan;
    private readonly GraphCell[] _cells;
    private readonly bool[] _live;
    private readonly int[] _liveSources;
    private readonly bool[] _pending;
    private readonly Queue<int> _affected = new();
    private bool _stale = true;

    public LoopWatch(GraphPlan plan, GraphCell[] cells)
    {
        _plan = plan;
        _cells = cells;
        _live = new bool[cells.Length];
        _liveSources = new int[cells.Length];
        _pending = new bool[plan.LoopEdges.Length];
    }

    /// <summary>Grows whenever the set of pending loops may have changed.</summary>
    public int Version { get; private set; }

    /// <summary>Whether a pending loop may start the node again.</summary>
    public bool MayRestart(int node)
    {
        if (!_plan.IsInRegion[node])
        {
            return false;
        }

        if (_stale)
        {
            FindPending();
        }

        for (var loop = 0; loop < _pending.Length; loop++)
        {
            if (_pending[loop] && _plan.Regions[loop][node])
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Tells that a node began, ended or was skipped. Costs what it changes downstream.</summary>
    public void Update(int node)
    {
        if (!_plan.HasLoops)
        {
            return;
        }

        _affected.Enqueue(node);
        while (_affected.TryDequeue(out var next))
        {
            var live = IsLive(next);
            if (live == _live[next])
            {
                continue;
            }

            SetLive(next, live);
            foreach (var edge in _plan.Outgoing[next])
            {
                var to = _plan.Edges[edge].To;
                _liveSources[to] += live ? 1 : -1;
                _affected.Enqueue(to);
            }
        }
    }

    /// <summary>Counts anew for nodes that a loop has reset, given in topological order.</summary>
    public void Rebuild(IEnumerable<int> nodes)
    {
        foreach (var node in nodes)
        {
            _liveSources[node] = _plan.Incoming[node].Count(edge => _live[_plan.Edges[edge].From]);
            SetLive(node, IsLive(node));
        }
    }

    private bool IsLive(int node) =>
        _cells[node].IsActive || (_cells[node].Phase == CellPhase.Waiting && _liveSources[node] > 0);

    private void SetLive(int node, bool live)
    {
        _live[node] = live;
        if (_plan.OutgoingLoops[node].Length > 0)
        {
            _stale = true;
            Version++;
        }
    }

    private void FindPending()
    {
        var found = new Queue<int>();
        for (var loop = 0; loop < _pending.Length; loop++)
        {
            _pending[loop] = _live[_plan.LoopEdges[loop].From];
            if (_pending[loop])
            {
                found.Enqueue(loop);
            }
        }

        while (found.TryDequeue(out var loop))
        {
            for (var other = 0; other < _pending.Length; other++)
            {
                if (!_pending[other] && _plan.Regions[loop][_plan.LoopEdges[other].From])
                {
                    _pending[other] = true;
                    found.Enqueue(other);
                }
            }
        }

        _stale = false;
    }
}
