using Swarm.Durable.Stores;

namespace Swarm.Durable.Sqlite.Stores;

/// <summary>Messages that no turn has consumed yet.</summary>
internal static class InboxRows
{
    internal static void Insert(SqliteSession session, StoredMessage message) => session
        .Prepare("INSERT INTO durable_inbox (instance_key, id, body) VALUES (?1, ?2, ?3)")
        .Bind(1, message.InstanceKey)
        .Bind(2, message.Id)
        .Bind(3, message.Body)
        .Execute();

    internal static void Remove(SqliteSession session, long key, IReadOnlyList<long> ids)
    {
        foreach (long id in ids)
        {
            session
                .Prepare("DELETE FROM durable_inbox WHERE instance_key = ?1 AND id = ?2")
                .Bind(1, key)
                .Bind(2, id)
                .Execute();
        }
    }

    internal static void RemoveAll(SqliteSession session, long key) =>
        session.Prepare("DELETE FROM durable_inbox WHERE instance_key = ?1").Bind(1, key).Execute();

    /// <summary>Reads the messages behind a number, as far as they are asked for.</summary>
    internal static IEnumerable<StoredMessage> ReadAfter(
        SqliteSession session, string instanceId, long key, long afterId)
    {
        SqliteStatement select = session
            .Prepare("SELECT id, body FROM durable_inbox WHERE instance_key = ?1 AND id > ?2 ORDER BY id")
            .Bind(1, key)
            .Bind(2, afterId);
        try
        {
            while (select.Step())
            {
                yield return new StoredMessage(instanceId, key, select.GetInt64(0), select.GetBytes(1));
            }
        }
        finally
        {
            select.Reset();
        }
    }

    internal static List<StoredMessage> Read(SqliteSession session, string instanceId, long key) => session
        .Prepare("SELECT id, body FROM durable_inbox WHERE instance_key = ?1 ORDER BY id")
        .Bind(1, key)
        .ReadAll(row => new StoredMessage(instanceId, key, row.GetInt64(0), row.GetBytes(1)));
}
