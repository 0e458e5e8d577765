namespace Swarm.Embedded.Queues;

/// <summary>
/// Queues that are known to hold no message at all: this process alone sends any, so whoever comes to wait need not
/// look into them. Not synchronised.
/// </summary>
internal sealed class EmptyQueues
{
    private const int MaxKnown = 20_000;

    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>Changes whenever a message is about to be stored, and again when it is.</summary>
    public long State { get; private set; }

    /// <summary>Those of the queues that may hold something.</summary>
    public List<string> Without(IReadOnlyList<string> queues) => [.. queues.Where(queue => !_known.Contains(queue))];

    /// <summary>A message is about to be stored, or was.</summary>
    public void Fill(string queue)
    {
        State++;
        _known.Remove(queue);
    }

    /// <summary>
    /// Nothing was found in a queue. It counts only if nothing has begun or ended to be stored since before the look.
    /// </summary>
    /// <param name="queue">The queue.</param>
    /// <param name="state">The state before the look.</param>
    public void Note(string queue, long state)
    {
        if (state != State)
        {
            return;
        }

        if (_known.Count >= MaxKnown)
        {
            _known.Clear();
        }

        _known.Add(queue);
    }
}
