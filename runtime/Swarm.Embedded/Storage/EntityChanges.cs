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
        var current = EntityRows.FindVersion(session, tableId, write.PartitionKey, write.RowKey);
        CheckCondition(write, current);
        if (write.Action == TableTransactionActionType.Delete)
        {
            Delete(write);
            return null;
        }

        var encoded = write.IsMerge && current is not null ? EntityEncoding.Encode(Merged(write)) : write.Encoded;
        var version = NextVersion();
        Put(write, version, encoded);
        return new StoredEntity(write.PartitionKey, write.RowKey, now, EntityRows.VersionTag(version), encoded);
    }

    private void CheckCondition(EntityWrite write, ETag? current)
    {
        if (write.Action == TableTransactionActionType.Add)
        {
            if (current is not null)
            {
                throw TableFailures.EntityAlreadyExists(table, write.PartitionKey, write.RowKey);
            }
        }
        else if (!write.IsUpsert)
        {
            if (current is null)
            {
                throw TableFailures.EntityNotFound(table, write.PartitionKey, write.RowKey);
            }

            if (!write.IsUnconditional && write.IfMatch != current)
            {
                throw TableFailures.UpdateConditionNotSatisfied(table, write.PartitionKey, write.RowKey);
            }
        }
    }

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

    private void Put(EntityWrite write, long version, byte[] encoded) => session
        .Prepare("""
            INSERT INTO tables_entities (table_id, partition_key, row_key, version, modified, properties)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT (table_id, partition_key, row_key) DO UPDATE
            SET version = excluded.version, modified = excluded.modified, properties = excluded.properties
            """)
        .Bind(1, tableId)
        .Bind(2, write.PartitionKey)
        .Bind(3, write.RowKey)
        .Bind(4, version)
        .Bind(5, now.UtcTicks)
        .Bind(6, encoded)
        .Execute();

    private void Delete(EntityWrite write) => session
        .Prepare("DELETE FROM tables_entities WHERE table_id = ?1 AND partition_key = ?2 AND row_key = ?3")
        .Bind(1, tableId)
        .Bind(2, write.PartitionKey)
        .Bind(3, write.RowKey)
        .Execute();
}
