using System.Text;
using Swarm.Durable.Stores;

namespace Swarm.Durable.Sqlite.Stores;

/// <summary>
/// The statement that reads one page of a list. A list by prefix reads the index of ids from the token on, whatever
/// else it filters by, so that it costs what the prefix covers and not what the store holds; one by times of ends reads
/// the index of those.
/// </summary>
internal static class InstanceSelection
{
    internal static string Sql(InstanceQuery query)
    {
        bool isById = query.InstanceIdPrefix is not null;

        // A plus keeps the planner from taking another index, whose order would have to be sorted.
        string plus = isById || query.IsByEnd ? "+" : string.Empty;
        var sql = new StringBuilder($"SELECT {InstanceRows.Columns} FROM durable_instances WHERE ");
        sql.Append(isById ? "id >= ?6 AND id > ?1" : $"({TimeOf(query)}, key) > (?1, ?2)");
        if (isById && InstanceLists.EndOf(query.InstanceIdPrefix!) is not null)
        {
            sql.Append(" AND id < ?7");
        }

        sql.Append($" AND {plus}created >= ?3 AND {plus}created <= ?4");
        if (query.CompletedFrom is not null || query.CompletedTo is not null)
        {
            sql.Append(" AND completed >= ?8 AND completed <= ?9");
        }

        if (query.Statuses is { } statuses)
        {
            sql.Append($" AND {plus}status IN (").AppendJoin(',', statuses.Select(status => (int)status)).Append(')');
        }

        return sql.Append(isById ? " ORDER BY id" : $" ORDER BY {TimeOf(query)}, key").Append(" LIMIT ?5").ToString();
    }

    private static string TimeOf(InstanceQuery query) => query.IsByEnd ? "completed" : "created";

    internal static void Bind(SqliteStatement select, InstanceQuery query)
    {
        select
            .Bind(3, query.CreatedFrom?.UtcTicks ?? 0)
            .Bind(4, query.CreatedTo?.UtcTicks ?? long.MaxValue)
            .Bind(5, query.PageSize + 1L);
        if (query.InstanceIdPrefix is { } prefix)
        {
            select.Bind(1, InstanceLists.ReadIdToken(query.ContinuationToken)).Bind(6, prefix);
            if (InstanceLists.EndOf(prefix) is { } end)
            {
                select.Bind(7, end);
            }
        }
        else
        {
            (long ticks, long key) = InstanceLists.ReadTimeToken(query);
            select.Bind(1, ticks).Bind(2, key);
        }

        if (query.CompletedFrom is not null || query.CompletedTo is not null)
        {
            select
                .Bind(8, query.CompletedFrom?.UtcTicks ?? 0)
                .Bind(9, query.CompletedTo?.UtcTicks ?? long.MaxValue);
        }
    }
}
