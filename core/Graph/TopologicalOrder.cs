using Swarm.Core.Workflows;

namespace Swarm.Core.Graph;

/// <summary>
/// Orders nodes so that edges which are no loops lead forward; where several may come next, by file order.
/// </summary>
internal static class TopologicalOrder
{
    /// <summary>The definition's nodes in that order.</summary>
    /// <exception cref="ArgumentException">The forward edges form a cycle.</exception>
    public static IReadOnlyList<NodeDefinition> Of(WorkflowDefinition definition)
    {
        var indexes = definition.Nodes.Select((n, i) => (n.Id, i)).ToDictionary(p => p.Id, p => p.i);
        var outgoing = new List<int>[definition.Nodes.Count];
        var waitsFor = new int[definition.Nodes.Count];
        foreach (var edge in definition.Edges.Where(e => !e.IsLoop))
        {
            (outgoing[indexes[edge.From]] ??= []).Add(indexes[edge.To]);
            waitsFor[indexes[edge.To]]++;
        }

        var next = new PriorityQueue<int, int>();
        next.EnqueueRange(Enumerable.Range(0, waitsFor.Length).Where(i => waitsFor[i] == 0).Select(i => (i, i)));
        var order = new List<NodeDefinition>();
        while (next.TryDequeue(out var node, out _))
        {
            order.Add(definition.Nodes[node]);
            foreach (var to in outgoing[node] ?? [])
            {
                if (--waitsFor[to] == 0)
                {
                    next.Enqueue(to, to);
                }
            }
        }

        return order.Count == definition.Nodes.Count
            ? order
            : throw new ArgumentException(
                $"Workflow '{definition.Name}' has a cycle without a loop edge.", nameof(definition));
    }
}
