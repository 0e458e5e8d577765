using Azure;
using Swarm.Durable.Sqlite;
using Swarm.Embedded.Tables;

namespace Swarm.Embedded.Storage;

/// <summary>Changes entities of one table inside the committer's transaction.</summary>
internal sealed class EntityChanges(
    SqliteSession session, string table, long tableId, DateTimeOffset now, int maxChanges)
{
    private long _nextVersion;

    /// <summary>Does the write and returns the entity as it is then; null when it is deleted.</summary>
    /// <exception cref="RequestFailedException">The write is refused.</exception>
    public StoredEntity? Apply(EntityWrite write)
    {
        if (write.Action == TableTransactionActionType.Delete)
        {
            return Delete(write) ? null : throw Refusal(write);
        }

        // The row that is there decides whether a statement does anything, which spares a look at it before each.
        var encoded = write.IsMerge && IsThere(write) ? EntityEncoding.Encode(Merged(write)) : write.Encoded;
        var version = NextVersion();
        var isDone = write.IsUpsert ? Put(write, version, encoded)
            : write.Action == TableTransactionActionType.Add ? Add(write, version, encoded)
            : Update(write, version, encoded);
        return isDone
            ? new StoredEntity(write.PartitionKey, write.RowKey, now, EntityRows.VersionTag(version), encoded)
            : throw Refusal(write);
    }

    /// <summary>Why the write did nothing, by what is there.</summary>
    private RequestFailedException Refusal(EntityWrite write) =>
        write.Action == TableTransactionActionType.Add
            ? TableFailures.EntityAlreadyExists(table, write.PartitionKey, write.RowKey)
        : IsThere(write)
            ? TableFailures.UpdateConditionNotSatisfied(table, write.PartitionKey, write.RowKey)
        : TableFailures.EntityNotFound(table, write.PartitionKey, write.RowKey);

    private bool IsThere(EntityWrite write) =>
        EntityRows.FindVersion(session, tableId, write.PartitionKey, write.RowKey) is not null;

    private Dictionary<string, object> Merged(EntityWrite write)
    {
        var current = EntityRows.Find(session, table, write.PartitionKey, write.RowKey)!;
        var merged = new Dictionary<string, object>(current.Properties);
        foreach (var (name, value) in write.Properties)
        {
            merged[name] = value;
        }

        EntityLimits.CheckProperties(merged);
        return merged;
    }

    /// <summary>
    /// Versions are drawn from one stored sequence and never used twice, so that an entity which is deleted and added
    /// again does not pass for its former self. All that the changes may need are drawn at once.
    /// </summary>
    private long NextVersion()
    {
        if (_nextVersion == 0)
        {
            var statement = session
                .Prepare("UPDATE tables_sequence SET value = value + ?1 RETURNING value")
                .Bind(1, maxChanges);
            statement.Step();
            _nextVersion = statement.GetInt64(0) - maxChanges + 1;
            statement.Step();
        }

        return _nextVersion++;
    }

    private bool Put(EntityWrite write, long version, byte[] encoded) =>
        Execute(
            """
            INSERT INTO tables_entities (table_id, partition_key, row_key, version, modified, properties)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT (table_id, partition_key, row_key) DO UPDATE
            SET version = excluded.version, modified = excluded.modified, properties = excluded.properties
            """,
            write, version, encoded);

    private bool Add(EntityWrite write, long version, byte[] encoded) =>
        Execute(
            """
            INSERT INTO tables_entities (table_id, partition_key, row_key, version, modified, properties)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT (table_id, partition_key, row_key) DO NOTHING
            """,
            write, version, encoded);

    private bool Update(EntityWrite write, long version, byte[] encoded)
    {
        const string update = """
            UPDATE tables_entities SET version = ?4, modified = ?5, properties = ?6
            WHERE table_id = ?1 AND partition_key = ?2 AND row_key = ?3
            """;
        return write.IsUnconditional
            ? Execute(update, write, version, encoded)
            : Execute(update + " AND version = ?7", write, version, encoded, EntityRows.VersionOf(write.IfMatch));
    }

    private bool Execute(string sql, EntityWrite write, long version, byte[] encoded, long? expected = null)
    {
        var statement = session.Prepare(sql)
            .Bind(1, tableId)
            .Bind(2, write.PartitionKey)
            .Bind(3, write.RowKey)
            .Bind(4, version)
            .Bind(5, now.UtcTicks)
            .Bind(6, encoded);
        if (expected is { } known)
        {
            statement.Bind(7, known);
        }

        return statement.Execute() > 0;
    }

    private bool Delete(EntityWrite write)
    {
        const string delete =
            "DELETE FROM tables_entities WHERE table_id = ?1 AND partition_key = ?2 AND row_key = ?3";
        var statement = session
            .Prepare(write.IsUnconditional ? delete : delete + " AND version = ?4")
            .Bind(1, tableId)
            .Bind(2, write.PartitionKey)
            .Bind(3, write.RowKey);
        if (!write.IsUnconditional)
        {
            statement.Bind(4, EntityRows.VersionOf(write.IfMatch));
        }

        return statement.Execute() > 0;
    }
}
