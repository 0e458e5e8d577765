using Swarm.Durable.Stores;

namespace Swarm.Durable.Sqlite.Stores;

/// <summary>Rows of entities. Their messages stand in the inbox of all, their states among the values of all.</summary>
internal static class EntityRows
{
    // A correlated count: what waits for one entity is few rows side by side.
    private const string Columns =
        "key, id, updated, turns, has_state, lock_id, lock_key, lock_generation, lock_task, "
        + "(SELECT count(*) FROM durable_inbox WHERE instance_key = key)";

    internal static long? FindKey(SqliteSession session, string entityId)
    {
        SqliteStatement select = session.Prepare("SELECT key FROM durable_entities WHERE id = ?1").Bind(1, entityId);
        long? key = select.Step() ? select.GetInt64(0) : null;
        select.Reset();
        return key;
    }

    internal static void Insert(SqliteSession session, string entityId, long key) => session
        .Prepare("INSERT INTO durable_entities (key, id, updated, turns, has_state) VALUES (?1, ?2, 0, 0, 0)")
        .Bind(1, key)
        .Bind(2, entityId)
        .Execute();

    /// <summary>False if the entity was removed, or the turn was played by another.</summary>
    internal static bool TryUpdate(SqliteSession session, EntityCommit commit)
    {
        const string Sql =
            "UPDATE durable_entities SET updated = ?1, turns = turns + 1, lock_id = ?2, lock_key = ?3, "
            + "lock_generation = ?4, lock_task = ?5, has_state = coalesce(?6, has_state) WHERE key = ?7 AND turns = ?8";
        SqliteStatement update = session.Prepare(Sql)
            .Bind(1, commit.UpdatedAt.UtcTicks)
            .Bind(2, commit.LockedBy?.InstanceId)
            .Bind(3, commit.LockedBy?.Key)
            .Bind(4, (long?)commit.LockedBy?.Generation)
            .Bind(5, (long?)commit.LockedBy?.TaskId)
            .Bind(6, commit.SetsState ? commit.State is null ? 0L : 1L : null)
            .Bind(7, commit.Key)
            .Bind(8, commit.Turn);
        if (update.Execute() != 1)
        {
            return false;
        }

        InboxRows.Remove(session, commit.Key, commit.ConsumedMessages);
        if (commit.SetsState)
        {
            InstanceValues.Save(session, commit.Key, ValueKind.EntityState, commit.State);
        }

        return true;
    }

    internal static EntityRecord? Find(SqliteSession session, string entityId, bool withState)
    {
        SqliteStatement select = session
            .Prepare($"SELECT {Columns} FROM durable_entities WHERE id = ?1")
            .Bind(1, entityId);
        if (!select.Step())
        {
            return null;
        }

        EntityRecord record = Read(select);
        select.Reset();
        return withState ? WithState(session, record) : record;
    }

    internal static EntityPage List(SqliteSession session, EntityListQuery query)
    {
        const string Sql =
            $"SELECT {Columns} FROM durable_entities WHERE id > ?1 AND id >= ?2 AND (?7 IS NULL OR id < ?7) "
            + "AND substr(id, 1, length(?2)) = ?2 "
            + "AND updated >= ?3 AND updated <= ?4 AND has_state >= ?5 ORDER BY id LIMIT ?6";
        List<EntityRecord> page = session.Prepare(Sql)
            .Bind(1, InstanceLists.ReadIdToken(query.ContinuationToken))
            .Bind(2, query.IdPrefix)
            .Bind(3, query.ModifiedFrom?.UtcTicks ?? 0)
            .Bind(4, query.ModifiedTo?.UtcTicks ?? long.MaxValue)
            .Bind(5, query.IncludesTransient ? 0L : 1L)
            .Bind(6, query.PageSize + 1L)
            .Bind(7, InstanceLists.EndOf(query.IdPrefix))
            .ReadAll(Read);

        // One after the other, so that no more states are read than the page can hold.
        return PageCuts.CutEntities(
            query.WithState ? page.Select(record => WithState(session, record)) : page, query);
    }

    /// <summary>The entities in whose critical sections an instance is.</summary>
    internal static List<EntityRecord> ListLockedBy(SqliteSession session, long instanceKey) => session
        .Prepare($"SELECT {Columns} FROM durable_entities WHERE lock_key = ?1 ORDER BY key")
        .Bind(1, instanceKey)
        .ReadAll(Read);

    internal static bool Remove(SqliteSession session, string entityId)
    {
        const string Sql =
            "DELETE FROM durable_entities WHERE id = ?1 AND has_state = 0 AND lock_id IS NULL "
            + "AND NOT EXISTS (SELECT 1 FROM durable_inbox WHERE instance_key = key)";
        return session.Prepare(Sql).Bind(1, entityId).Execute() == 1;
    }

    private static EntityRecord Read(SqliteStatement row) => new()
    {
        Key = row.GetInt64(0),
        EntityId = row.GetString(1),
        UpdatedAt = new DateTimeOffset(row.GetInt64(2), TimeSpan.Zero),
        Turns = row.GetInt64(3),
        HasState = row.GetInt32(4) != 0,
        LockedBy = row.IsNull(5)
            ? null
            : new EntityCaller(row.GetString(5), row.GetInt64(6), row.GetInt32(7), row.GetInt32(8)),
        Backlog = row.GetInt32(9),
    };

    private static EntityRecord WithState(SqliteSession session, EntityRecord record) => record.HasState
        ? record with { State = InstanceValues.FindText(session, record.Key, ValueKind.EntityState) }
        : record;
}
