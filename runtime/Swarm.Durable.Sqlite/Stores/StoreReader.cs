using Swarm.Durable.Client;
using Swarm.Durable.Stores;

namespace Swarm.Durable.Sqlite.Stores;

/// <summary>What the store reads, each method from one snapshot.</summary>
internal static class StoreReader
{
    internal static LoadedInstance? Load(SqliteSession session, string instanceId)
    {
        if (InstanceRows.Find(session, instanceId, withPayloads: true) is not { } record)
        {
            return null;
        }

        return new LoadedInstance(
            record,
            HistoryRows.Read(session, record.Key),
            InboxRows.Read(session, instanceId, record.Key),
            LastMessageId(session));
    }

    internal static LoadedEntity? LoadEntity(SqliteSession session, string entityId, InboxLimit limit) =>
        EntityRows.Find(session, entityId, withState: true) is { } record
            ? new LoadedEntity(record, ReadInbox(session, entityId, record.Key, 0, limit))
            : null;

    internal static InboxPage ReadInbox(
        SqliteSession session, string entityId, long key, long afterId, InboxLimit limit) =>
        PageCuts.CutInbox(InboxRows.ReadAfter(session, entityId, key, afterId), limit, LastMessageId(session));

    internal static InstancePage List(SqliteSession session, InstanceQuery query)
    {
        SqliteStatement select = session.Prepare(InstanceSelection.Sql(query));
        InstanceSelection.Bind(select, query);
        return ReadPage(session, select, query);
    }

    internal static StatusCounts CountByStatus(SqliteSession session)
    {
        var counts = new StatusCounts();
        SqliteStatement select = session.Prepare("SELECT status, count(*) FROM durable_instances GROUP BY status");
        while (select.Step())
        {
            counts.Move(null, (OrchestrationRuntimeStatus)select.GetInt32(0), select.GetInt64(1));
        }

        return counts;
    }

    internal static IReadOnlyList<string> ListChildren(SqliteSession session, string instanceId) => session
        .Prepare(
            "SELECT id FROM durable_instances WHERE parent_key = "
            + "(SELECT key FROM durable_instances WHERE id = ?1) ORDER BY key")
        .Bind(1, instanceId)
        .ReadAll(row => row.GetString(0));

    internal static IReadOnlyList<UnfinishedInstance> ListUnfinished(
        SqliteSession session, long afterKey, int maxInstances)
    {
        // Searches by index: instances with a flag or a time, instances with messages, entities with messages. Messages
        // of an instance that has failed wait for its rewind.
        const string Sql = """
            SELECT i.id, i.key, i.recover = 1 OR EXISTS (SELECT 1 FROM durable_inbox WHERE instance_key = i.key), i.wake
            FROM durable_instances AS i
            WHERE i.key IN (
                SELECT key FROM durable_instances WHERE recover = 1 OR wake IS NOT NULL
                UNION
                SELECT instance_key FROM durable_inbox)
              AND i.key > ?1
              AND (i.completed IS NULL OR i.recover = 1)
            UNION ALL
            SELECT e.id, e.key, 1, NULL
            FROM durable_entities AS e
            WHERE e.key IN (SELECT instance_key FROM durable_inbox) AND e.key > ?1
            ORDER BY 2 LIMIT ?2
            """;
        return session.Prepare(Sql).Bind(1, afterKey).Bind(2, maxInstances).ReadAll(row => new UnfinishedInstance(
            row.GetString(0),
            row.GetInt64(1),
            row.GetInt64(2) != 0,
            InstanceRows.ReadTimeOrNull(row, 3)));
    }

    private static long LastMessageId(SqliteSession session)
    {
        SqliteStatement counter = session.Prepare("SELECT last_message FROM durable_counters WHERE id = 1");
        counter.Step();
        long last = counter.GetInt64(0);
        counter.Reset();
        return last;
    }

    private static InstancePage ReadPage(SqliteSession session, SqliteStatement select, InstanceQuery query)
    {
        List<InstanceRecord> page = select.ReadAll(InstanceRows.Read);

        // One after the other, so that no more payloads are read than the page can hold.
        return PageCuts.CutInstances(
            query.WithPayloads ? page.Select(record => InstanceRows.WithPayloads(session, record)) : page, query);
    }
}
