using Swarm.Durable.Sqlite;

namespace Swarm.Embedded.Queues;

/// <summary>Takes messages out of the queues for those who wait, and gives back what came too late for them.</summary>
internal sealed class MessageHandOut(SqliteDatabase database, TimeProvider time, WaitingRoom room)
{
    /// <summary>Hands out until nobody is left for whom there is something. It never throws.</summary>
    public async Task RunAsync()
    {
        while (room.TryTakeRound() is var (stirred, receivers))
        {
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

    /// <summary>Tells one of the message that was taken for him; if he has given up, somebody else gets it.</summary>
    public async Task TellAsync(QueueReceiver receiver, QueueMessage message)
    {
        if (receiver.TryTell(message))
        {
            return;
        }

        var now = time.GetUtcNow();
        await database.WriteAsync(
            session => QueueRows.Hide(session, message.Queue, message.MessageId, message.PopReceipt, now));
        room.Stir(message.Queue, now);
    }

    private async Task HandOutAsync(List<string> stirred, List<QueueReceiver> receivers)
    {
        var (taken, next) = await database.WriteAsync(session => Take(session, stirred, receivers));
        foreach (var (queue, visibleOn) in next)
        {
            room.Stir(queue, visibleOn);
        }

        // All who wait are told before anything is given back, which takes a write.
        var refused = taken.Where(item => !item.Receiver.TryTell(item.Message)).ToList();
        foreach (var (receiver, message) in refused)
        {
            await TellAsync(receiver, message);
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
}
