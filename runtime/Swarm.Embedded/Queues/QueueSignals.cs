namespace Swarm.Embedded.Queues;

/// <summary>Tells those who wait for a queue that something has changed in it.</summary>
internal sealed class QueueSignals
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, HashSet<Listener>> _listeners = [];

    public Listener Listen(IReadOnlyCollection<string> queues)
    {
        var listener = new Listener(this, queues);
        lock (_gate)
        {
            foreach (var queue in queues)
            {
                if (!_listeners.TryGetValue(queue, out var listeners))
                {
                    _listeners.Add(queue, listeners = []);
                }

                listeners.Add(listener);
            }
        }

        return listener;
    }

    public void Raise(string queue)
    {
        lock (_gate)
        {
            if (_listeners.TryGetValue(queue, out var listeners))
            {
                foreach (var listener in listeners)
                {
                    listener.Raise();
                }
            }
        }
    }

    private void Remove(Listener listener, IReadOnlyCollection<string> queues)
    {
        lock (_gate)
        {
            foreach (var queue in queues)
            {
                if (_listeners.TryGetValue(queue, out var listeners)
                    && listeners.Remove(listener)
                    && listeners.Count == 0)
                {
                    _listeners.Remove(queue);
                }
            }
        }
    }

    /// <summary>One who waits. It hears the first change alone.</summary>
    internal sealed class Listener(QueueSignals signals, IReadOnlyCollection<string> queues) : IDisposable
    {
        // Continuations run elsewhere: whoever raises the signal holds the gate.
        private readonly TaskCompletionSource _raised = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Raised => _raised.Task;

        public void Raise() => _raised.TrySetResult();

        public void Dispose() => signals.Remove(this, queues);
    }
}
