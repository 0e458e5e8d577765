using System.Text;
using Swarm.Durable.Sqlite;
using Swarm.Embedded.Storage.Filters;

namespace Swarm.Embedded.Storage;

/// <summary>Runs a query over the range of keys that its filter leaves.</summary>
internal static class EntityQuery
{
    /// <summary>How many entities a page looks at; one that finds little goes on in the next page.</summary>
    private const int PageMaxExamined = 10_000;

    public static EntityPage Run(
        SqliteSession session, long tableId, EntityFilter filter, EntityKey? from, int maxCount)
    {
        var statement = Prepare(session, tableId, filter, from);
        var found = new List<StoredEntity>();
        var examined = 0;
        while (statement.Step())
        {
            var entity = EntityRows.Read(statement);
            if (examined == PageMaxExamined)
            {
                return new EntityPage(found, new EntityKey(entity.PartitionKey, entity.RowKey));
            }

            examined++;
            if (!filter.Matches(entity))
            {
                continue;
            }

            if (found.Count == maxCount)
            {
                return new EntityPage(found, new EntityKey(entity.PartitionKey, entity.RowKey));
            }

            found.Add(entity);
        }

        return new EntityPage(found, null);
    }

    private static SqliteStatement Prepare(SqliteSession session, long tableId, EntityFilter filter, EntityKey? from)
    {
        var sql = new StringBuilder($"SELECT {EntityRows.Columns} FROM tables_entities WHERE table_id = ?");
        var values = new List<string>();
        if (from is not { } start)
        {
            AddRange(sql, values, "partition_key", filter.PartitionKeys);
            AddRange(sql, values, "row_key", filter.RowKeys);
        }
        else if (filter.PartitionKeys.Single is not null)
        {
            // One lower bound and no more, or SQLite may seek to the lesser one and walk through all earlier pages.
            AddRange(sql, values, "partition_key", filter.PartitionKeys);
            AddRange(sql, values, "row_key", filter.RowKeys.And(KeyRange.All with { From = start.RowKey }));
        }
        else
        {
            AddCondition(sql, values, " AND (partition_key, row_key) >= (?, ?)", start.PartitionKey);
            values.Add(start.RowKey);
            AddRange(sql, values, "partition_key", filter.PartitionKeys with { From = null });
            AddRange(sql, values, "row_key", filter.RowKeys);
        }

        var statement = session.Prepare(sql.Append(" ORDER BY partition_key, row_key").ToString()).Bind(1, tableId);
        for (var i = 0; i < values.Count; i++)
        {
            statement.Bind(i + 2, values[i]);
        }

        return statement;
    }

    private static void AddRange(StringBuilder sql, List<string> values, string column, KeyRange range)
    {
        if (range.Single is { } key)
        {
            AddCondition(sql, values, $" AND {column} = ?", key);
            return;
        }

        if (range.From is { } from)
        {
            AddCondition(sql, values, $" AND {column} {(range.FromIncluded ? ">=" : ">")} ?", from);
        }

        if (range.To is { } to)
        {
            AddCondition(sql, values, $" AND {column} {(range.ToIncluded ? "<=" : "<")} ?", to);
        }
    }

    private static void AddCondition(StringBuilder sql, List<string> values, string condition, string value)
    {
        sql.Append(condition);
        values.Add(value);
    }
}
