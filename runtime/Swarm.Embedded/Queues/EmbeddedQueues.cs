using System.Text;
using Swarm.Durable.Sqlite;

namespace Swarm.Embedded.Queues;

/// <summary>
/// The queues of the embedded host, with the rules of Azure's storage queues: a received message is invisible for a
/// while and comes back unless it is deleted. A queue needs no creating. A send, receive, delete or change is durable
/// once its task has completed. Messages never expire.
/// </summary>
public sealed class EmbeddedQueues
{
    /// <summary>How many bytes of UTF-8 a message has at most.</summary>
    public const int BodyMaxBytes = 64 * 1024;

    /// <summary>How many messages one receive takes at most.</summary>
    public const int ReceiveMaxMessages = 32;

    /// <summary>How long a message can be invisible at most.</summary>
    public static readonly TimeSpan MaxVisibilityTimeout = TimeSpan.FromDays(7);

    private readonly SqliteDatabase _database;
    private readonly TimeProvider _time;
    private readonly QueueReceivers _receivers;

    internal EmbeddedQueues(SqliteDatabase database, TimeProvider time)
    {
        _database = database;
        _time = time;
        _receivers = new QueueReceivers(database, time);
        database.EnsureSchema("queues", QueueRows.SchemaVersion, QueueRows.Schema);
    }

    /// <summary>Sends a message.</summary>
    /// <param name="queue">3 to 63 lower-case letters, digits and single dashes.</param>
    /// <param name="body">At most <see cref="BodyMaxBytes"/>.</param>
    /// <param name="visibilityDelay">How long it is invisible at first; not at all when null.</param>
    /// <param name="cancellation">Gives up while nothing has been written yet.</param>
    /// <returns>The message's id.</returns>
    /// <exception cref="ArgumentException">The name breaks the rules, or the message is too long.</exception>
    public async Task<string> SendAsync(
        string queue, string body, TimeSpan? visibilityDelay = null, CancellationToken cancellation = default)
    {
        QueueNames.Check(queue);
        ArgumentNullException.ThrowIfNull(body);
        var bytes = Encoding.UTF8.GetByteCount(body);
        if (bytes > BodyMaxBytes)
        {
            throw new ArgumentException(
                $"A message has at most {BodyMaxBytes / 1024} KiB ({BodyMaxBytes} bytes); this one has {bytes} bytes.",
                nameof(body));
        }

        var delay = CheckTimeout(visibilityDelay ?? TimeSpan.Zero);
        return QueueRows.IdText(await _receivers.SendAsync(queue, body, delay, cancellation));
    }

    /// <summary>Takes visible messages, the longest visible first, and makes them invisible for a while.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="maxMessages">1 to <see cref="ReceiveMaxMessages"/>.</param>
    /// <param name="visibilityTimeout">Up to <see cref="MaxVisibilityTimeout"/>.</param>
    /// <param name="cancellation">Gives up while nothing has been taken yet.</param>
    public async Task<IReadOnlyList<QueueMessage>> ReceiveAsync(
        string queue, int maxMessages, TimeSpan visibilityTimeout, CancellationToken cancellation = default)
    {
        QueueNames.Check(queue);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxMessages, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxMessages, ReceiveMaxMessages);
        CheckTimeout(visibilityTimeout);

        // Looking first costs no write, and most polls find nothing.
        var next = _database.Read(session => QueueRows.NextVisible(session, queue));
        if (next is null || next > _time.GetUtcNow())
        {
            return [];
        }

        var taken = await _database.WriteAsync(
            session => QueueRows.Take(session, queue, maxMessages, _time.GetUtcNow(), visibilityTimeout), cancellation);
        foreach (var message in taken)
        {
            _receivers.Stir(queue, message.NextVisibleOn);
        }

        return taken;
    }

    /// <summary>Deletes a received message; false when it is gone or has been received by another since.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="messageId">The message.</param>
    /// <param name="popReceipt">The receipt of the latest receive or change.</param>
    /// <param name="cancellation">Gives up while nothing has been written yet.</param>
    public Task<bool> DeleteAsync(
        string queue, string messageId, string popReceipt, CancellationToken cancellation = default)
    {
        QueueNames.Check(queue);
        return _database.WriteAsync(session => QueueRows.Delete(session, queue, messageId, popReceipt), cancellation);
    }

    /// <summary>Deletes all messages of a queue, which is all that there is of it.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="cancellation">Gives up while nothing has been written yet.</param>
    public Task ClearAsync(string queue, CancellationToken cancellation = default)
    {
        QueueNames.Check(queue);
        return _database.WriteAsync(session => QueueRows.Clear(session, queue), cancellation);
    }

    /// <summary>Makes a received message invisible for a new while from now; at once visible with zero.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="messageId">The message.</param>
    /// <param name="popReceipt">The receipt of the latest receive or change.</param>
    /// <param name="visibilityTimeout">Up to <see cref="MaxVisibilityTimeout"/>.</param>
    /// <param name="cancellation">Gives up while nothing has been written yet.</param>
    /// <returns>The new receipt; null when the message is gone or has been received by another since.</returns>
    public async Task<string?> UpdateVisibilityAsync(
        string queue,
        string messageId,
        string popReceipt,
        TimeSpan visibilityTimeout,
        CancellationToken cancellation = default)
    {
        QueueNames.Check(queue);
        CheckTimeout(visibilityTimeout);
        var visibleOn = _time.GetUtcNow() + visibilityTimeout;
        var receipt = await _database.WriteAsync(
            session => QueueRows.Hide(session, queue, messageId, popReceipt, visibleOn), cancellation);
        _receivers.Stir(queue, visibleOn);
        return receipt;
    }

    /// <summary>How many messages wait, and since when.</summary>
    /// <param name="queue">The queue.</param>
    public QueueStatistics GetStatistics(string queue)
    {
        QueueNames.Check(queue);
        return _database.Read(session => QueueRows.Count(session, queue, _time.GetUtcNow()));
    }

    /// <summary>The queues that hold messages, by name.</summary>
    /// <param name="prefix">How the name begins; all when empty.</param>
    public IReadOnlyList<string> List(string prefix = "") =>
        _database.Read(session => QueueRows.Names(session, prefix));

    /// <summary>
    /// Takes the next message of the first of the queues that has a visible one, and makes it invisible for a while;
    /// if there is none, it waits until one is sent, given back, or its time of invisibility ends. Those who wait are
    /// served in the order in which they came.
    /// </summary>
    /// <param name="queues">The queues, the preferred first; at least one.</param>
    /// <param name="visibilityTimeout">Up to <see cref="MaxVisibilityTimeout"/>.</param>
    /// <param name="wait">How long to wait; infinite if negative.</param>
    /// <param name="cancellation">Ends the wait, too.</param>
    /// <returns>The message; null when the wait was over.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async Task<QueueMessage?> ReceiveFirstAsync(
        IReadOnlyList<string> queues, TimeSpan visibilityTimeout, TimeSpan wait, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(queues);
        ArgumentOutOfRangeException.ThrowIfZero(queues.Count, nameof(queues));
        foreach (var queue in queues)
        {
            QueueNames.Check(queue);
        }

        CheckTimeout(visibilityTimeout);
        cancellation.ThrowIfCancellationRequested();
        if (wait == TimeSpan.Zero)
        {
            return await ReceiveNowAsync(queues, visibilityTimeout, cancellation);
        }

        var receiver = new QueueReceiver(queues, visibilityTimeout);
        using var over = new CancellationTokenSource(wait < TimeSpan.Zero ? Timeout.InfiniteTimeSpan : wait, _time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellation);
        var message = await _receivers.ReceiveAsync(receiver, end.Token);
        if (message is null)
        {
            cancellation.ThrowIfCancellationRequested();
        }

        return message;
    }

    private async Task<QueueMessage?> ReceiveNowAsync(
        IReadOnlyList<string> queues, TimeSpan visibilityTimeout, CancellationToken cancellation)
    {
        foreach (var queue in queues)
        {
            if (await ReceiveAsync(queue, 1, visibilityTimeout, cancellation) is [var message])
            {
                return message;
            }
        }

        return null;
    }

    private static TimeSpan CheckTimeout(TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(timeout, MaxVisibilityTimeout);
        return timeout;
    }
}
