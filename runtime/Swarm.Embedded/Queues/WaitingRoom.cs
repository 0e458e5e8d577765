namespace Swarm.Embedded.Queues;

/// <summary>
/// Who waits for what, and what is known of the queues that somebody waits for. It only remembers and decides; its
/// owners read and write the messages.
/// </summary>
internal sealed class WaitingRoom
{
    private readonly TimeProvider _time;
    private readonly Action _handOut;
    private readonly Lock _gate = new();
    private readonly WaitingReceivers _waiting = new();
    private readonly EmptyQueues _empty = new();
    private readonly DueQueues _due;

    // Queues in which a message may be visible. These, and those that are due, only of queues that somebody waits for:
    // who comes later looks for himself.
    private readonly HashSet<string> _stirred = [];
    private bool _isHandingOut;

    public WaitingRoom(TimeProvider time, Action handOut)
    {
        _time = time;
        _handOut = handOut;
        _due = new DueQueues(time, OnDue);
    }

    /// <summary>One comes to wait.</summary>
    public void Enter(QueueReceiver receiver)
    {
        lock (_gate)
        {
            _waiting.Add(receiver);
        }
    }

    /// <summary>One waits no more.</summary>
    public void Leave(QueueReceiver receiver)
    {
        lock (_gate)
        {
            Remove_NeedsLock(receiver);
        }
    }

    /// <summary>
    /// Whose a message that is about to be stored is to be; he leaves. Nobody's yet when it comes later, or others may
    /// be there before it.
    /// </summary>
    public QueueReceiver? BeginSend(string queue, TimeSpan delay)
    {
        lock (_gate)
        {
            _empty.Fill(queue);
            if (delay > TimeSpan.Zero || _isHandingOut)
            {
                return null;
            }

            // Who has got something, or has given up, is on his way out; who has not looked yet may find better.
            while (_waiting.FirstOf(queue) is { HasLooked: true } receiver)
            {
                Remove_NeedsLock(receiver);
                if (!receiver.Told.IsCompleted)
                {
                    return receiver;
                }
            }

            return null;
        }
    }

    /// <summary>The message is stored, and visible then.</summary>
    public void EndSend(string queue, DateTimeOffset visibleOn)
    {
        lock (_gate)
        {
            _empty.Fill(queue);
            Note_NeedsLock(queue, visibleOn);
            Begin_NeedsLock();
        }
    }

    /// <summary>
    /// Gives one who was to get a message his place again, before all others; false if he waits no more.
    /// </summary>
    public bool TryPutBack(QueueReceiver receiver)
    {
        lock (_gate)
        {
            if (receiver.Told.IsCompleted)
            {
                return false;
            }

            _waiting.PutBack(receiver);
            return true;
        }
    }

    /// <summary>The queues that one must look into, and the state of things before; null when all are empty.</summary>
    public (List<string> Unknown, long State)? BeginLook(QueueReceiver receiver)
    {
        lock (_gate)
        {
            var unknown = _empty.Without(receiver.Queues);
            receiver.HasLooked = unknown.Count == 0;
            return receiver.HasLooked ? null : (unknown, _empty.State);
        }
    }

    /// <summary>What was found: when the next message of each queue is visible; null for none.</summary>
    public void EndLook(QueueReceiver receiver, List<(string Queue, DateTimeOffset? VisibleOn)> next, long state)
    {
        lock (_gate)
        {
            foreach (var (queue, visibleOn) in next)
            {
                if (visibleOn is { } at)
                {
                    Note_NeedsLock(queue, at);
                }
                else
                {
                    _empty.Note(queue, state);
                }
            }

            receiver.HasLooked = true;
            Begin_NeedsLock();
        }
    }

    /// <summary>A message of the queue is visible, or will be at some time.</summary>
    public void Stir(string queue, DateTimeOffset visibleOn)
    {
        lock (_gate)
        {
            Note_NeedsLock(queue, visibleOn);
            Begin_NeedsLock();
        }
    }

    /// <summary>
    /// The queues in which something may be, and who waits for them; null when there is nothing more to hand out.
    /// </summary>
    public (List<string> Stirred, List<QueueReceiver> Receivers)? TryTakeRound()
    {
        lock (_gate)
        {
            List<string> stirred = [.. _stirred];
            var receivers = _waiting.Of(stirred);
            _stirred.Clear();
            _isHandingOut = receivers.Count > 0 && stirred.Count > 0;
            return _isHandingOut ? (stirred, receivers) : null;
        }
    }

    private void Note_NeedsLock(string queue, DateTimeOffset visibleOn)
    {
        if (_waiting.Count == 0)
        {
            return;
        }

        if (visibleOn <= _time.GetUtcNow())
        {
            _stirred.Add(queue);
        }
        else
        {
            _due.Set(queue, visibleOn);
        }
    }

    private void OnDue()
    {
        lock (_gate)
        {
            _stirred.UnionWith(_due.TakeDue());
            Begin_NeedsLock();
        }
    }

    private void Begin_NeedsLock()
    {
        if (!_isHandingOut && _stirred.Count > 0)
        {
            _isHandingOut = true;
            _handOut();
        }
    }

    private void Remove_NeedsLock(QueueReceiver receiver)
    {
        _waiting.Remove(receiver);
        if (_waiting.Count == 0)
        {
            _stirred.Clear();
            _due.Clear();
        }
    }
}
