using Swarm.Durable.Client;
using Swarm.Durable.Stores;

namespace Swarm.Durable.Sqlite.Stores;

/// <summary>Rows of instances: made, removed and read.</summary>
internal static class InstanceRows
{
    internal const string Columns =
        "key, id, name, version, status, created, updated, completed, generation, turns, wake, "
        + "parent_key, parent_id, parent_name, parent_generation, parent_task, trace, recover";

    internal static (long Key, OrchestrationRuntimeStatus Status, bool HasEnded)? FindHead(
        SqliteSession session, string instanceId)
    {
        SqliteStatement select = session
            .Prepare("SELECT key, status, completed FROM durable_instances WHERE id = ?1")
            .Bind(1, instanceId);
        if (!select.Step())
        {
            return null;
        }

        var head = (select.GetInt64(0), (OrchestrationRuntimeStatus)select.GetInt32(1), !select.IsNull(2));
        select.Reset();
        return head;
    }

    internal static void Insert(SqliteSession session, NewInstance instance, long key)
    {
        SqliteStatement insert = session.Prepare(
            "INSERT INTO durable_instances (key, id, name, version, status, created, updated, generation, turns, wake, "
            + "recover, parent_key, parent_id, parent_name, parent_generation, parent_task, trace) "
            + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, 0, 0, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)");
        insert
            .Bind(1, key)
            .Bind(2, instance.InstanceId)
            .Bind(3, instance.Name)
            .Bind(4, instance.Version)
            .Bind(5, (long)OrchestrationRuntimeStatus.Pending)
            .Bind(6, instance.CreatedAt.UtcTicks)
            .Bind(7, instance.StartAt?.UtcTicks)
            .Bind(8, instance.StartAt is null ? 1L : 0L)
            .Bind(9, instance.Parent?.Key)
            .Bind(10, instance.Parent?.InstanceId)
            .Bind(11, instance.Parent?.Name)
            .Bind(12, (long?)instance.Parent?.Generation)
            .Bind(13, (long?)instance.Parent?.TaskId)
            .Bind(14, instance.TraceParent)
            .Execute();
        if (instance.Input is not null)
        {
            InstanceValues.Save(session, key, ValueKind.Input, instance.Input);
        }

        if (instance.Tags is not null)
        {
            InstanceValues.Save(session, key, ValueKind.Tags, instance.Tags);
        }
    }

    /// <summary>Lets a failed instance go on; false if it has not failed, or has no room for another turn.</summary>
    internal static bool Revive(SqliteSession session, long key, DateTimeOffset updatedAt)
    {
        SqliteStatement update = session
            .Prepare(
                "UPDATE durable_instances SET status = ?1, updated = ?2, completed = NULL, wake = NULL "
                + "WHERE key = ?3 AND status = ?4 AND turns <= ?5")
            .Bind(1, (long)OrchestrationRuntimeStatus.Running)
            .Bind(2, updatedAt.UtcTicks)
            .Bind(3, key)
            .Bind(4, (long)OrchestrationRuntimeStatus.Failed)
            .Bind(5, HistoryRows.MaxTurn);
        if (update.Execute() == 0)
        {
            return false;
        }

        InstanceValues.Save(session, key, ValueKind.Output, (byte[]?)null);
        InstanceValues.Save(session, key, ValueKind.Failure, (byte[]?)null);
        return true;
    }

    internal static void Remove(SqliteSession session, long key)
    {
        session.Prepare("DELETE FROM durable_instances WHERE key = ?1").Bind(1, key).Execute();
        InboxRows.RemoveAll(session, key);
        HistoryRows.RemoveAll(session, key);
        InstanceValues.Remove(session, key);
    }

    internal static InstanceRecord? Find(SqliteSession session, string instanceId, bool withPayloads)
    {
        SqliteStatement select = session
            .Prepare($"SELECT {Columns} FROM durable_instances WHERE id = ?1")
            .Bind(1, instanceId);
        if (!select.Step())
        {
            return null;
        }

        InstanceRecord record = Read(select);
        select.Reset();
        return withPayloads ? WithPayloads(session, record) : record;
    }

    internal static InstanceRecord Read(SqliteStatement row) => new()
    {
        Key = row.GetInt64(0),
        InstanceId = row.GetString(1),
        Name = row.GetString(2),
        Version = row.GetString(3),
        Status = (OrchestrationRuntimeStatus)row.GetInt32(4),
        CreatedAt = ReadTime(row, 5),
        UpdatedAt = ReadTime(row, 6),
        CompletedAt = ReadTimeOrNull(row, 7),
        Generation = row.GetInt32(8),
        Turns = row.GetInt32(9),
        WakeAt = ReadTimeOrNull(row, 10),
        Parent = row.IsNull(11)
            ? null
            : new ParentLink(
                row.GetString(12), row.GetString(13), row.GetInt64(11), row.GetInt32(14), row.GetInt32(15)),
        TraceParent = row.GetStringOrNull(16),
        MustRecover = row.GetInt32(17) != 0,
    };

    internal static InstanceRecord WithPayloads(SqliteSession session, InstanceRecord record)
    {
        Dictionary<ValueKind, byte[]> values = InstanceValues.Read(session, record.Key);
        return record with
        {
            Input = InstanceValues.TextOf(values, ValueKind.Input),
            Output = InstanceValues.TextOf(values, ValueKind.Output),
            CustomStatus = InstanceValues.TextOf(values, ValueKind.CustomStatus),
            Failure = values.GetValueOrDefault(ValueKind.Failure),
            Tags = values.GetValueOrDefault(ValueKind.Tags),
        };
    }

    internal static DateTimeOffset? ReadTimeOrNull(SqliteStatement row, int column) =>
        row.IsNull(column) ? null : ReadTime(row, column);

    private static DateTimeOffset ReadTime(SqliteStatement row, int column) => new(row.GetInt64(column), TimeSpan.Zero);
}
