using Azure;
using Swarm.Durable.Sqlite;

namespace Swarm.Embedded.Storage;

/// <summary>Reads entities from their rows.</summary>
internal static class EntityRows
{
    /// <summary>The columns in the order that <see cref="Read"/> expects.</summary>
    public const string Columns = "partition_key, row_key, version, modified, properties";

    public static StoredEntity? Find(SqliteSession session, long tableId, string partitionKey, string rowKey)
    {
        var statement = session
            .Prepare(
                $"SELECT {Columns} FROM tables_entities WHERE table_id = ?1 AND partition_key = ?2 AND row_key = ?3")
            .Bind(1, tableId)
            .Bind(2, partitionKey)
            .Bind(3, rowKey);
        var entity = statement.Step() ? Read(statement) : null;
        statement.Reset();
        return entity;
    }

    public static StoredEntity Read(SqliteStatement row) => new(
        row.GetString(0),
        row.GetString(1),
        new DateTimeOffset(row.GetInt64(3), TimeSpan.Zero),
        VersionTag(row.GetInt64(2)),
        EntityEncoding.Decode(row.GetBytes(4)));

    /// <summary>The version as clients see it: opaque, and weak as the table service's own.</summary>
    public static ETag VersionTag(long version) => new($"W/\"{version:x}\"");
}
