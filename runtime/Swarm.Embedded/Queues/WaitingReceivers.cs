namespace Swarm.Embedded.Queues;

/// <summary>Those who wait, by queue, in the order in which they came. Not synchronised.</summary>
internal sealed class WaitingReceivers
{
    private readonly Dictionary<string, LinkedList<QueueReceiver>> _byQueue = new(StringComparer.Ordinal);
    private readonly Dictionary<QueueReceiver, List<LinkedListNode<QueueReceiver>>> _places = [];
    private long _arrivals;

    public int Count => _places.Count;

    /// <summary>Adds one behind all others.</summary>
    public void Add(QueueReceiver receiver)
    {
        receiver.Arrival = ++_arrivals;
        Enter(receiver, static (line, receiver) => line.AddLast(receiver));
    }

    /// <summary>Gives one who was removed its place before all others.</summary>
    public void PutBack(QueueReceiver receiver) => Enter(receiver, static (line, receiver) => line.AddFirst(receiver));

    /// <summary>Removes one, if it is there.</summary>
    public void Remove(QueueReceiver receiver)
    {
        if (!_places.Remove(receiver, out var places))
        {
            return;
        }

        for (var i = 0; i < places.Count; i++)
        {
            var line = places[i].List!;
            line.Remove(places[i]);
            if (line.Count == 0)
            {
                _byQueue.Remove(receiver.Queues[i]);
            }
        }
    }

    /// <summary>Who has waited for a message of the queue for longest; null when nobody does.</summary>
    public QueueReceiver? FirstOf(string queue) => _byQueue.TryGetValue(queue, out var line) ? line.First!.Value : null;

    /// <summary>Who waits for any of the queues, who came first before the others.</summary>
    public List<QueueReceiver> Of(IReadOnlyCollection<string> queues) =>
    [
        .. queues
            .SelectMany(queue => (IEnumerable<QueueReceiver>?)_byQueue.GetValueOrDefault(queue) ?? [])
            .Distinct()
            .OrderBy(receiver => receiver.Arrival),
    ];

    private void Enter(
        QueueReceiver receiver,
        Func<LinkedList<QueueReceiver>, QueueReceiver, LinkedListNode<QueueReceiver>> enter)
    {
        var places = new List<LinkedListNode<QueueReceiver>>(receiver.Queues.Count);
        foreach (var queue in receiver.Queues)
        {
            if (!_byQueue.TryGetValue(queue, out var line))
            {
                _byQueue[queue] = line = new LinkedList<QueueReceiver>();
            }

            places.Add(enter(line, receiver));
        }

        _places.Add(receiver, places);
    }
}
