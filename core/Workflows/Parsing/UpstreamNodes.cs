namespace Swarm.Core.Workflows.Parsing;

/// <summary>Which nodes always come before which, by edges that lead forward. Cycles do not disturb it.</summary>
internal sealed class UpstreamNodes
{
    private readonly Dictionary<string, List<string>> _sources = [];
    private readonly Dictionary<string, HashSet<string>> _found = [];

    public UpstreamNodes(IEnumerable<NodeDraft> nodes, IEnumerable<EdgeDraft> edges)
    {
        foreach (var node in nodes)
        {
            _sources.TryAdd(node.Id, []);
        }

        foreach (var edge in edges.Where(e => !e.Definition.IsLoop))
        {
            _sources[edge.To].Add(edge.From);
        }
    }

    public int IncomingCount(string node) => _sources[node].Count;

    public bool IsUpstream(string node, string of) => Of(of).Contains(node);

    private HashSet<string> Of(string node)
    {
        if (_found.TryGetValue(node, out var upstream))
        {
            return upstream;
        }

        upstream = [];
        var open = new Queue<string>(_sources[node]);
        while (open.TryDequeue(out var next))
        {
            if (upstream.Add(next))
            {
                foreach (var source in _sources[next])
                {
                    open.Enqueue(source);
                }
            }
        }

        return _found[node] = upstream;
    }
}
