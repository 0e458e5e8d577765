using Swarm.Durable.History;

namespace Swarm.Durable.Replay;

/// <summary>
/// External events and who waits for them. An event without a waiter is kept, oldest first; of several waiters for one
/// name the last comes first, as in the original; a waiter that gave up takes no event with it.
/// </summary>
internal sealed class EventInbox(PayloadConverter payloads)
{
    private readonly Dictionary<string, Queue<EventRaised>> _kept = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, LinkedList<Waiter>> _waiters = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Set when a payload could not be read: the instance fails with it, whatever its code catches.</summary>
    internal Exception? UnreadablePayload { get; private set; }

    internal Task<T> WaitAsync<T>(string name, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellation);
        }

        var waiter = new Waiter<T>();
        if (_kept.TryGetValue(name, out Queue<EventRaised>? queue))
        {
            Give(waiter, queue.Dequeue());
            if (queue.Count == 0)
            {
                _kept.Remove(name);
            }

            return waiter.Task;
        }

        LinkedList<Waiter> waiters = WaitersFor<T>(name);
        LinkedListNode<Waiter> node = waiters.AddLast(waiter);
        if (cancellation.CanBeCanceled)
        {
            waiter.Registration = cancellation.Register(() => GiveUp(name, waiters, node, cancellation));
        }

        return waiter.Task;
    }

    internal void Deliver(EventRaised raised)
    {
        if (!_waiters.TryGetValue(raised.Name, out LinkedList<Waiter>? waiters))
        {
            Keep(raised);
            return;
        }

        Waiter waiter = waiters.Last!.Value;
        waiters.RemoveLast();
        if (waiters.Count == 0)
        {
            _waiters.Remove(raised.Name);
        }

        waiter.Registration.Dispose();
        Give(waiter, raised);
    }

    internal void Keep(EventRaised raised)
    {
        if (!_kept.TryGetValue(raised.Name, out Queue<EventRaised>? queue))
        {
            _kept.Add(raised.Name, queue = new Queue<EventRaised>());
        }

        queue.Enqueue(raised);
    }

    /// <summary>The events that nobody has waited for, in the order in which they came.</summary>
    internal IReadOnlyList<EventRaised> ListKept() =>
        [.. _kept.Values.SelectMany(queue => queue).OrderBy(raised => raised.MessageId)];

    private LinkedList<Waiter> WaitersFor<T>(string name)
    {
        if (!_waiters.TryGetValue(name, out LinkedList<Waiter>? waiters))
        {
            _waiters.Add(name, waiters = new LinkedList<Waiter>());
        }
        else if (waiters.First!.Value.PayloadType != typeof(T))
        {
            throw new ArgumentException(
                $"The event '{name}' is already awaited as {waiters.First.Value.PayloadType.FullName}: "
                + $"it cannot be awaited as {typeof(T).FullName} too.",
                nameof(name));
        }

        return waiters;
    }

    private void GiveUp(
        string name, LinkedList<Waiter> waiters, LinkedListNode<Waiter> node, CancellationToken cancellation)
    {
        if (node.List is null)
        {
            return;
        }

        waiters.Remove(node);
        if (waiters.Count == 0)
        {
            _waiters.Remove(name);
        }

        node.Value.Cancel(cancellation);
    }

    private void Give(Waiter waiter, EventRaised raised)
    {
        try
        {
            waiter.Complete(raised.Input, payloads);
        }
        catch (Exception exception)
        {
            UnreadablePayload = exception;
        }
    }

    private abstract class Waiter
    {
        internal abstract Type PayloadType { get; }

        internal CancellationTokenRegistration Registration { get; set; }

        internal abstract void Complete(string? payload, PayloadConverter payloads);

        internal abstract void Cancel(CancellationToken cancellation);
    }

    private sealed class Waiter<T> : Waiter
    {
        private readonly TaskCompletionSource<T> _source = new();

        internal Task<T> Task => _source.Task;

        internal override Type PayloadType => typeof(T);

        internal override void Complete(string? payload, PayloadConverter payloads) =>
            _source.TrySetResult(payloads.Deserialize<T>(payload)!);

        internal override void Cancel(CancellationToken cancellation) => _source.TrySetCanceled(cancellation);
    }
}
