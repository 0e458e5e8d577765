using Swarm.Durable.Dispatch;
using Swarm.Durable.Sqlite;

namespace Swarm.Embedded.Queues;

/// <summary>
/// Hands messages to those who wait, in the order in which they came: each message to one of them, and what is there
/// at the same time in one write. To wake all of them for each message would cost hundreds of looks for one success.
/// </summary>
internal sealed class QueueReceivers(SqliteDatabase database, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<QueueReceiver> _waiting = [];

    // Queues in which a message may be visible, and when to look into others. Both only of queues that somebody waits
    // for: who comes later looks for himself.
    private readonly HashSet<string> _stirred = [];
    private readonly Dictionary<string, DateTimeOffset> _due = [];
    private ITimer? _timer;
    private DateTimeOffset _timerAt = DateTimeOffset.MaxValue;
    private bool _isHandingOut;

    /// <summary>Waits for a message; null when it is told to give up.</summary>
    public async Task<QueueMessage?> ReceiveAsync(QueueReceiver receiver, CancellationToken giveUp)
    {
        LinkedListNode<QueueReceiver> place;
        lock (_gate)
        {
            place = _waiting.AddLast(receiver);
        }

        try
        {
            // It stands in the list before it looks, so a message that comes in between is not missed.
            Look(receiver.Queues);
            await using (giveUp.UnsafeRegister(static waiting => ((QueueReceiver)waiting!).GiveUp(), receiver))
            {
                return await receiver.Told;
            }
        }
        finally
        {
            lock (_gate)
            {
                Remove_NeedsLock(place);
            }
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

    private void Look(IReadOnlyList<string> queues)
    {
        var next = database.Read(session =>
            queues.Select(queue => (queue, QueueRows.NextVisible(session, queue))).ToList());
        lock (_gate)
        {
            foreach (var (queue, visibleOn) in next)
            {
                if (visibleOn is { } at)
                {
                    Note_NeedsLock(queue, at);
                }
            }

            Begin_NeedsLock();
        }
    }

    private void Note_NeedsLock(string queue, DateTimeOffset visibleOn)
    {
        if (_waiting.Count == 0)
        {
            return;
        }

        if (visibleOn <= time.GetUtcNow())
        {
            _stirred.Add(queue);
        }
        else if (!_due.TryGetValue(queue, out var known) || visibleOn < known)
        {
            _due[queue] = visibleOn;
            Arm_NeedsLock(visibleOn);
        }
    }

    private void Arm_NeedsLock(DateTimeOffset at)
    {
        if (at >= _timerAt)
        {
            return;
        }

        _timerAt = at;
        var wait = at - time.GetUtcNow();
        var part = WallClockWaits.Part(wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
        _timer ??= time.CreateTimer(
            static self => ((QueueReceivers)self!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(part, Timeout.InfiniteTimeSpan);
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            _timerAt = DateTimeOffset.MaxValue;
            var now = time.GetUtcNow();
            foreach (var (queue, at) in _due.ToList())
            {
                if (at <= now)
                {
                    _due.Remove(queue);
                    _stirred.Add(queue);
                }
                else
                {
                    Arm_NeedsLock(at);
                }
            }

            Begin_NeedsLock();
        }
    }

    private void Begin_NeedsLock()
    {
        if (!_isHandingOut && _stirred.Count > 0)
        {
            _isHandingOut = true;
            _ = HandOutAsync();
        }
    }

    private async Task HandOutAsync()
    {
        while (true)
        {
            List<string> stirred;
            List<QueueReceiver> receivers;
            lock (_gate)
            {
                stirred = [.. _stirred];
                receivers = [.. _waiting];
                _stirred.Clear();
                if (receivers.Count == 0 || stirred.Count == 0)
                {
                    _isHandingOut = false;
                    return;
                }
            }

            try
            {
                await HandOutAsync(stirred, receivers);
            }
            catch (Exception failure)
            {
                // Nothing was taken. They are told, and may come again when the disk has room.
                receivers.ForEach(receiver => receiver.Fail(failure));
            }
        }
    }

    private async Task HandOutAsync(List<string> stirred, List<QueueReceiver> receivers)
    {
        var (taken, next) = await database.WriteAsync(session => Take(session, stirred, receivers));
        foreach (var (queue, visibleOn) in next)
        {
            Stir(queue, visibleOn);
        }

        var refused = taken.Where(item => !item.Receiver.TryTell(item.Message)).ToList();
        foreach (var (_, message) in refused)
        {
            await GiveBackAsync(message);
        }
    }

    /// <summary>Takes a message for each receiver, as far as there are any.</summary>
    private (List<(QueueReceiver Receiver, QueueMessage Message)> Taken, List<(string, DateTimeOffset)> Next) Take(
        SqliteSession session, IEnumerable<string> stirred, IEnumerable<QueueReceiver> receivers)
    {
        var now = time.GetUtcNow();
        var left = stirred.ToHashSet();
        var taken = new List<(QueueReceiver Receiver, QueueMessage Message)>();
        var next = new List<(string, DateTimeOffset)>();
        foreach (var receiver in receivers.Where(receiver => !receiver.Told.IsCompleted).TakeWhile(_ => left.Count > 0))
        {
            foreach (var queue in receiver.Queues.Where(left.Contains))
            {
                if (QueueRows.Take(session, queue, 1, now, receiver.VisibilityTimeout) is [var message])
                {
                    taken.Add((receiver, message));
                    break;
                }

                left.Remove(queue);
                if (QueueRows.NextVisible(session, queue) is { } visibleOn)
                {
                    next.Add((queue, visibleOn));
                }
            }
        }

        // Where messages may be left, nobody was: who comes next looks for himself, and a message that was taken now
        // is visible again when its time is over.
        next.AddRange(taken.Select(item => (item.Message.Queue, item.Message.NextVisibleOn)));
        return (taken, next);
    }

    /// <summary>The receiver gave up while the message was taken for it: somebody else gets it.</summary>
    private async Task GiveBackAsync(QueueMessage message)
    {
        var now = time.GetUtcNow();
        await database.WriteAsync(
            session => QueueRows.Hide(session, message.Queue, message.MessageId, message.PopReceipt, now));
        Stir(message.Queue, now);
    }

    private void Remove_NeedsLock(LinkedListNode<QueueReceiver> place)
    {
        _waiting.Remove(place);
        if (_waiting.Count == 0)
        {
            _stirred.Clear();
            _due.Clear();
        }
    }
}
