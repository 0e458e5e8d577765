namespace Swarm.Core.Workflows.Parsing;

/// <summary>
/// Finds a shortest cycle through the first node of each knot (strongly connected component) of a graph.
/// </summary>
internal sealed class Cycles
{
    private readonly List<int>[] _targets;
    private readonly int[] _order;
    private readonly int[] _low;
    private readonly bool[] _open;
    private readonly Stack<int> _path = new();
    private readonly List<int[]> _knots = [];
    private int _next = 1;

    private Cycles(int nodes, IEnumerable<(int From, int To)> edges)
    {
        _targets = [.. Enumerable.Range(0, nodes).Select(_ => new List<int>())];
        _order = new int[nodes];
        _low = new int[nodes];
        _open = new bool[nodes];
        foreach (var (from, to) in edges)
        {
            _targets[from].Add(to);
        }
    }

    public static IReadOnlyList<IReadOnlyList<int>> Find(int nodes, IReadOnlyList<(int From, int To)> edges)
    {
        var search = new Cycles(nodes, edges);
        for (var node = 0; node < nodes; node++)
        {
            if (search._order[node] == 0)
            {
                search.Visit(node);
            }
        }

        return [.. search._knots.OrderBy(k => k.Min()).Select(search.ShortestThroughFirst)];
    }

    /// <summary>Tarjan's algorithm; as deep as the longest way, which the limit of nodes bounds.</summary>
    private void Visit(int node)
    {
        _order[node] = _low[node] = _next++;
        _path.Push(node);
        _open[node] = true;
        foreach (var target in _targets[node])
        {
            if (_order[target] == 0)
            {
                Visit(target);
                _low[node] = Math.Min(_low[node], _low[target]);
            }
            else if (_open[target])
            {
                _low[node] = Math.Min(_low[node], _order[target]);
            }
        }

        if (_low[node] == _order[node])
        {
            CloseKnot(node);
        }
    }

    private void CloseKnot(int first)
    {
        var knot = new List<int>();
        int node;
        do
        {
            node = _path.Pop();
            _open[node] = false;
            knot.Add(node);
        }
        while (node != first);

        if (knot.Count > 1 || _targets[first].Contains(first))
        {
            _knots.Add([.. knot]);
        }
    }

    private List<int> ShortestThroughFirst(int[] knot)
    {
        var first = knot.Min();
        var inKnot = knot.ToHashSet();
        var from = new Dictionary<int, int>();
        var open = new Queue<int>([first]);
        while (!from.ContainsKey(first))
        {
            var node = open.Dequeue();
            foreach (var target in _targets[node].Where(t => inKnot.Contains(t) && from.TryAdd(t, node)))
            {
                open.Enqueue(target);
            }
        }

        var cycle = new List<int>();
        var at = first;
        do
        {
            at = from[at];
            cycle.Add(at);
        }
        while (at != first);
        cycle.Reverse();
        return cycle;
    }
}
