using System.Globalization;
using Azure;
using Swarm.Durable.Sqlite;

namespace Swarm.Embedded.Storage;

/// <summary>Reads entities from their rows.</summary>
internal static class EntityRows
{
    /// <summary>The columns in the order that <see cref="Read(SqliteStatement)"/> expects.</summary>
    public const string Columns = "partition_key, row_key, version, modified, properties";

    public static StoredEntity? Find(SqliteSession session, string table, string partitionKey, string rowKey)
    {
        var statement = session
            .Prepare("""
                SELECT version, modified, properties FROM tables_entities
                WHERE table_id = (SELECT id FROM tables_catalog WHERE name = ?1)
                AND partition_key = ?2 AND row_key = ?3
                """)
            .Bind(1, table)
            .Bind(2, partitionKey)
            .Bind(3, rowKey);
        var entity = statement.Step() ? Read(statement, partitionKey, rowKey, firstColumn: 0) : null;
        statement.Reset();
        return entity;
    }

    public static StoredEntity Read(SqliteStatement row) =>
        Read(row, row.GetString(0), row.GetString(1), firstColumn: 2);

    private static StoredEntity Read(SqliteStatement row, string partitionKey, string rowKey, int firstColumn) => new(
        partitionKey,
        rowKey,
        new DateTimeOffset(row.GetInt64(firstColumn + 1), TimeSpan.Zero),
        VersionTag(row.GetInt64(firstColumn)),
        row.GetBytes(firstColumn + 2));

    /// <summary>The version of an entity; null when it is not there.</summary>
    public static ETag? FindVersion(SqliteSession session, long tableId, string partitionKey, string rowKey)
    {
        var statement = session
            .Prepare("SELECT version FROM tables_entities WHERE table_id = ?1 AND partition_key = ?2 AND row_key = ?3")
            .Bind(1, tableId)
            .Bind(2, partitionKey)
            .Bind(3, rowKey);
        ETag? version = statement.Step() ? VersionTag(statement.GetInt64(0)) : null;
        statement.Reset();
        return version;
    }

    /// <summary>The version that a client names; one that no entity has when it was not made here.</summary>
    public static long VersionOf(ETag tag)
    {
        var text = tag.ToString().AsSpan();
        return text.StartsWith("W/\"") && text.EndsWith("\"")
            && long.TryParse(text[3..^1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var version)
                ? version
                : -1;
    }

    /// <summary>The version as clients see it: opaque, and weak as the table service's own.</summary>
    public static ETag VersionTag(long version) => new($"W/\"{version:x}\"");
}
