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
    private readonly WaitingRoom _room;
    private readonly MessageHandOut _handOut;

    public QueueReceivers(SqliteDatabase database, TimeProvider time)
    {
        _database = database;
        _time = time;
        _room = new WaitingRoom(time, () => _ = _handOut!.RunAsync());
        _handOut = new MessageHandOut(database, time, _room);
    }

    /// <summary>Stores a message; the longest waiting of those who wait for its queue gets it.</summary>
    public async Task<long> SendAsync(string queue, string body, TimeSpan delay, CancellationToken cancellation)
    {
        var receiver = _room.BeginSend(queue, delay);
        var now = _time.GetUtcNow();
        if (receiver is null)
        {
            var id = await _database.WriteAsync(
                session => QueueRows.Insert(session, queue, body, now, delay), cancellation);
            _room.EndSend(queue, now + delay);
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
            // The message is not stored: its receiver waits on, and looks for what it has missed.
            if (_room.TryPutBack(receiver))
            {
                Look(receiver);
            }

            throw;
        }

        _room.EndSend(queue, taken.Message.NextVisibleOn);
        await _handOut.TellAsync(receiver, taken.Message);
        return taken.Id;
    }

    /// <summary>Waits for a message; null when it is told to give up.</summary>
    public async Task<QueueMessage?> ReceiveAsync(QueueReceiver receiver, CancellationToken giveUp)
    {
        _room.Enter(receiver);
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
            _room.Leave(receiver);
        }
    }

    /// <summary>A message of the queue is visible, or will be at some time.</summary>
    public void Stir(string queue, DateTimeOffset visibleOn) => _room.Stir(queue, visibleOn);

    private void Look(QueueReceiver receiver)
    {
        if (_room.BeginLook(receiver) is var (unknown, state))
        {
            var next = _database.Read(session =>
                unknown.ConvertAll(queue => (queue, QueueRows.NextVisible(session, queue))));
            _room.EndLook(receiver, next, state);
        }
    }
}
