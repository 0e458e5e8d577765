using System.Globalization;
using Swarm.Durable.Sqlite;

namespace Swarm.Embedded.Queues;

/// <summary>
/// Messages as rows. The receipt counts the receives and changes of a message, so an old one never fits again.
/// </summary>
internal static class QueueRows
{
    public const int SchemaVersion = 1;

    public const string Schema = """
        CREATE TABLE queue_messages (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          queue TEXT NOT NULL,
          body TEXT NOT NULL,
          inserted INTEGER NOT NULL,
          visible INTEGER NOT NULL,
          dequeued INTEGER NOT NULL DEFAULT 0,
          receipt INTEGER NOT NULL DEFAULT 0);
        CREATE INDEX queue_messages_visible ON queue_messages (queue, visible, id);
        """;

    public static string IdText(long id) => id.ToString("x", CultureInfo.InvariantCulture);

    public static long Insert(SqliteSession session, string queue, string body, DateTimeOffset now, TimeSpan delay)
    {
        var statement = session
            .Prepare("INSERT INTO queue_messages (queue, body, inserted, visible) VALUES (?1, ?2, ?3, ?4) RETURNING id")
            .Bind(1, queue)
            .Bind(2, body)
            .Bind(3, now.UtcTicks)
            .Bind(4, (now + delay).UtcTicks);
        statement.Step();
        var id = statement.GetInt64(0);
        statement.Step();
        return id;
    }

    /// <summary>Inserts a message that somebody has received at once.</summary>
    public static (long Id, QueueMessage Message) InsertTaken(
        SqliteSession session, string queue, string body, DateTimeOffset now, TimeSpan timeout)
    {
        var statement = session
            .Prepare("""
                INSERT INTO queue_messages (queue, body, inserted, visible, dequeued, receipt)
                VALUES (?1, ?2, ?3, ?4, 1, 1) RETURNING id
                """)
            .Bind(1, queue)
            .Bind(2, body)
            .Bind(3, now.UtcTicks)
            .Bind(4, (now + timeout).UtcTicks);
        statement.Step();
        var id = statement.GetInt64(0);
        statement.Step();
        return (id, new QueueMessage(queue, IdText(id), IdText(1), body, 1, now, now + timeout));
    }

    public static List<QueueMessage> Take(
        SqliteSession session, string queue, int maxMessages, DateTimeOffset now, TimeSpan timeout)
    {
        var visibleOn = now + timeout;
        var messages = session
            .Prepare("""
                SELECT id, body, inserted, dequeued, receipt FROM queue_messages
                WHERE queue = ?1 AND visible <= ?2 ORDER BY visible, id LIMIT ?3
                """)
            .Bind(1, queue)
            .Bind(2, now.UtcTicks)
            .Bind(3, maxMessages)
            .ReadAll(row => new QueueMessage(
                queue,
                IdText(row.GetInt64(0)),
                IdText(row.GetInt64(4) + 1),
                row.GetString(1),
                row.GetInt32(3) + 1,
                new DateTimeOffset(row.GetInt64(2), TimeSpan.Zero),
                visibleOn));

        foreach (var message in messages)
        {
            session
                .Prepare("""
                    UPDATE queue_messages SET visible = ?2, dequeued = dequeued + 1, receipt = receipt + 1 WHERE id = ?1
                    """)
                .Bind(1, Number(message.MessageId))
                .Bind(2, visibleOn.UtcTicks)
                .Execute();
        }

        return messages;
    }

    public static bool Delete(SqliteSession session, string queue, string messageId, string popReceipt) => session
        .Prepare("DELETE FROM queue_messages WHERE id = ?1 AND queue = ?2 AND receipt = ?3")
        .Bind(1, Number(messageId))
        .Bind(2, queue)
        .Bind(3, Number(popReceipt))
        .Execute() > 0;

    public static void Clear(SqliteSession session, string queue) => session
        .Prepare("DELETE FROM queue_messages WHERE queue = ?1")
        .Bind(1, queue)
        .Execute();

    public static string? Hide(
        SqliteSession session, string queue, string messageId, string popReceipt, DateTimeOffset visibleOn)
    {
        var receipt = Number(popReceipt);
        var changed = session
            .Prepare("""
                UPDATE queue_messages SET visible = ?4, receipt = receipt + 1
                WHERE id = ?1 AND queue = ?2 AND receipt = ?3
                """)
            .Bind(1, Number(messageId))
            .Bind(2, queue)
            .Bind(3, receipt)
            .Bind(4, visibleOn.UtcTicks)
            .Execute();
        return changed > 0 ? IdText(receipt + 1) : null;
    }

    /// <summary>When the message that is visible first is or becomes so; null when the queue is empty.</summary>
    public static DateTimeOffset? NextVisible(SqliteSession session, string queue)
    {
        var statement = session.Prepare("SELECT MIN(visible) FROM queue_messages WHERE queue = ?1").Bind(1, queue);
        DateTimeOffset? next = statement.Step() && !statement.IsNull(0)
            ? new DateTimeOffset(statement.GetInt64(0), TimeSpan.Zero)
            : null;
        statement.Reset();
        return next;
    }

    public static QueueStatistics Count(SqliteSession session, string queue, DateTimeOffset now)
    {
        var statement = session
            .Prepare("SELECT COUNT(*), SUM(visible <= ?2), MIN(inserted) FROM queue_messages WHERE queue = ?1")
            .Bind(1, queue)
            .Bind(2, now.UtcTicks);
        statement.Step();
        var count = statement.GetInt32(0);
        return new QueueStatistics(
            count,
            statement.GetInt32(1),
            count == 0 ? null : now - new DateTimeOffset(statement.GetInt64(2), TimeSpan.Zero));
    }

    public static List<string> Names(SqliteSession session, string prefix) => session
        .Prepare("""
            SELECT DISTINCT queue FROM queue_messages WHERE substr(queue, 1, length(?1)) = ?1 ORDER BY queue
            """)
        .Bind(1, prefix)
        .ReadAll(row => row.GetString(0));

    /// <summary>Ids and receipts that are not ours are no error: they fit no message.</summary>
    private static long Number(string text) =>
        long.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
