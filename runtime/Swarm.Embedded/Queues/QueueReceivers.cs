using Swarm.Durable.Sqlite;

namespace Swarm.Embedded.Queues;

/// <summary>
/// Hands messages to those who wait, in the order in which they came: each message to one of them, and what is there
/// at the same time in one write. To wake all of them for each message would cost hundreds of looks for one success.
/// A message that is sent while somebody waits for it is his by the very write that stores it.
/// </summary>
internal sealed class QueueReceivers
{
    private readonly SqliteDatabase _database;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly WaitingReceivers _waiting = new();
    private readonly EmptyQueues _empty = new();
    private readonly DueQueues _due;

    // Queues in which a message may be visible. These, and those that are due, only of queues that somebody waits for:
    // who comes later looks for himself.
    private readonly HashSet<string> _stirred = [];
    private bool _isHandingOut;

    public QueueReceivers(SqliteDatabase database, TimeProvider time)
    {
        _database = database;
        _time = time;
        _due = new DueQueues(time, OnDue);
    }

    /// <summary>Stores a message; the longest waiting of those who wait for its queue gets it.</summary>
    public async Task<long> SendAsync(string queue, string body, TimeSpan delay, CancellationToken cancellation)
    {
        var receiver = BeginSend(queue, delay);
        var now = _time.GetUtcNow();
        if (receiver is null)
        {
            var id = await _database.WriteAsync(
                session => QueueRows.Insert(session, queue, body, now, delay), cancellation);
            EndSend(queue, now + delay);
            return id;
        }

        (long Id, QueueMessage Message) taken;
        try
        {
            taken = await _database.WriteAsync(
                session => QueueRows.InsertTaken(session, queue, body, now, receiver.VisibilityTimeout), cancellation);
        }
        catch
        {
            PutBack(receiver);
            throw;
        }

        EndSend(queue, taken.Message.NextVisibleOn);
        if (!receiver.TryTell(taken.Message))
        {
            await GiveBackAsync(taken.Message);
        }

        return taken.Id;
    }

    /// <summary>Waits for a message; null when it is told to give up.</summary>
    public async Task<QueueMessage?> ReceiveAsync(QueueReceiver receiver, CancellationToken giveUp)
    {
        lock (_gate)
        {
            _waiting.Add(receiver);
        }

        try
        {
            // It stands in the list before it looks, so a message that comes in between is not missed.
            Look(receiver);
            await using (giveUp.UnsafeRegister(static waiting => ((QueueReceiver)waiting!).GiveUp(), receiver))
            {
                return await receiver.Told;
            }
        }
        finally
        {
            lock (_gate)
            {
                Remove_NeedsLock(receiver);
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

    /// <summary>
    /// Whose the message is to be. Nobody's yet when it comes later, or others may be there before it.
    /// </summary>
    private QueueReceiver? BeginSend(string queue, TimeSpan delay)
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

    private void EndSend(string queue, DateTimeOffset visibleOn)
    {
        lock (_gate)
        {
            _empty.Fill(queue);
        }

        Stir(queue, visibleOn);
    }

    /// <summary>The message that it was to get is not stored: it waits on, and looks for what it has missed.</summary>
    private void PutBack(QueueReceiver receiver)
    {
        lock (_gate)
        {
            if (receiver.Told.IsCompleted)
            {
                return;
            }

            _waiting.PutBack(receiver);
        }

        Look(receiver);
    }

    private void Look(QueueReceiver receiver)
    {
        List<string> unknown;
        long state;
        lock (_gate)
        {
            unknown = _empty.Without(receiver.Queues);
            state = _empty.State;
            receiver.HasLooked = unknown.Count == 0;
        }

        if (receiver.HasLooked)
        {
            return;
        }

        var next = _database.Read(session =>
            unknown.ConvertAll(queue => (queue, QueueRows.NextVisible(session, queue))));
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
                receivers = _waiting.Of(stirred);
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
        var (taken, next) = await _database.WriteAsync(session => Take(session, stirred, receivers));
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
        var now = _time.GetUtcNow();
        var left = stirred.ToHashSet();
        var taken = new List<(QueueReceiver Receiver, QueueMessage Message)>();
        var next = new List<(string, DateTimeOffset)>();
        foreach (var receiver in receivers.Where(receiver => !receiver.Told.IsCompleted).TakeWhile(_ => left.Count > 0))
        {
            foreach (var queue in receiver.Queues)
            {
                if (!left.Contains(queue))
                {
                    continue;
                }

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
        var now = _time.GetUtcNow();
        await _database.WriteAsync(
            session => QueueRows.Hide(session, message.Queue, message.MessageId, message.PopReceipt, now));
        Stir(message.Queue, now);
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
