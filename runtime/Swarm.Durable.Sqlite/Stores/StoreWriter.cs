using Swarm.Durable.Client;
using Swarm.Durable.Stores;

namespace Swarm.Durable.Sqlite.Stores;

/// <summary>What the store writes, each method inside one savepoint on the committer's thread.</summary>
internal sealed class StoreWriter(StoreCounters counters)
{
    internal CreateOutcome Create(
        SqliteSession session,
        NewInstance instance,
        IReadOnlyCollection<OrchestrationRuntimeStatus> refusedStatuses,
        StatusCounts changes)
    {
        var existing = InstanceRows.FindHead(session, instance.InstanceId);
        if (existing is { } head && refusedStatuses.Contains(head.Status))
        {
            return new CreateOutcome(0, counters.LastMessage, head.Status);
        }

        long key = Replace(session, instance, existing?.Key);
        changes.Move(existing?.Status, null);
        changes.Move(null, OrchestrationRuntimeStatus.Pending);
        long lastBeforeMessages = counters.LastMessage;
        IReadOnlyList<StoredMessage> released =
            existing is { HasEnded: false } replaced ? ReleaseLocks(session, replaced.Key) : [];
        counters.Save(session);
        return new CreateOutcome(key, lastBeforeMessages, existing?.Status) { Delivered = released };
    }

    internal PostOutcome Post(SqliteSession session, string instanceId, byte[] body)
    {
        StoredMessage? message = Deliver(session, new OutgoingMessage(instanceId, null, body));
        if (message is null)
        {
            return new PostOutcome(null, InstanceRows.FindHead(session, instanceId) is not null);
        }

        counters.Save(session);
        return new PostOutcome(message, false);
    }

    internal TurnOutcome Commit(SqliteSession session, TurnCommit commit, StatusCounts changes)
    {
        if (!TryUpdateInstance(session, commit))
        {
            return TurnOutcome.Refused;
        }

        changes.Move(commit.PreviousStatus, commit.Status);
        if (commit.ClearsInbox)
        {
            InboxRows.RemoveAll(session, commit.Key);
        }
        else
        {
            InboxRows.Remove(session, commit.Key, commit.ConsumedMessages);
        }

        WriteHistory(session, commit);
        WriteValues(session, commit);
        TurnOutcome outcome = Send(session, commit, changes);
        counters.Save(session);
        return outcome;
    }

    internal static void Settle(SqliteSession session, long key, int turns) => session
        .Prepare("UPDATE durable_instances SET recover = 0 WHERE key = ?1 AND turns = ?2 AND completed IS NOT NULL")
        .Bind(1, key)
        .Bind(2, turns)
        .Execute();

    internal RewindOutcome Rewind(
        SqliteSession session, string instanceId, byte[] body, DateTimeOffset updatedAt, StatusCounts changes)
    {
        if (InstanceRows.FindHead(session, instanceId) is not { } head)
        {
            return new RewindOutcome(null, null);
        }

        if (!InstanceRows.Revive(session, head.Key, updatedAt))
        {
            return new RewindOutcome(null, head.Status);
        }

        changes.Move(head.Status, OrchestrationRuntimeStatus.Running);
        StoredMessage message = Put(session, instanceId, head.Key, body);
        counters.Save(session);
        return new RewindOutcome(message, head.Status);
    }

    internal TurnOutcome Commit(SqliteSession session, EntityCommit commit, StatusCounts changes)
    {
        if (!EntityRows.TryUpdate(session, commit))
        {
            return TurnOutcome.Refused;
        }

        if (commit.Starts.Count == 0 && commit.Messages.Count == 0 && !commit.TakesLock)
        {
            return TurnOutcome.Committed;
        }

        long[] keys = [.. commit.Starts.Select(instance => TryStart(session, instance, changes))];
        long lastBeforeMessages = counters.LastMessage;
        List<StoredMessage> delivered =
            [.. commit.Messages.Select(message => Deliver(session, message)).OfType<StoredMessage>()];
        if (commit is { TakesLock: true, LockedBy: { } owner }
            && InstanceRows.FindHead(session, owner.InstanceId)?.Key != owner.Key)
        {
            delivered.Add(Put(session, commit.EntityId, commit.Key, EntityLocks.ReleaseOf(owner)));
        }

        counters.Save(session);
        return new TurnOutcome
        {
            IsCommitted = true,
            ChildKeys = keys,
            LastMessageId = lastBeforeMessages,
            Delivered = delivered,
        };
    }

    internal static bool Purge(SqliteSession session, string instanceId, StatusCounts changes)
    {
        if (InstanceRows.FindHead(session, instanceId) is not { HasEnded: true } head)
        {
            return false;
        }

        changes.Move(head.Status, null);
        InstanceRows.Remove(session, head.Key);
        return true;
    }

    /// <summary>
    /// Its condition refuses a turn of an instance that was replaced or purged, has ended, or was played by another.
    /// </summary>
    private static bool TryUpdateInstance(SqliteSession session, TurnCommit commit)
    {
        bool continues = commit.NextGeneration is not null;
        SqliteStatement update = session.Prepare(
            "UPDATE durable_instances SET status = ?1, updated = ?2, completed = ?3, generation = ?4, turns = ?5, "
            + "wake = ?6, recover = ?7, version = coalesce(?8, version) "
            + "WHERE key = ?9 AND generation = ?10 AND turns = ?11 AND completed IS NULL");
        update
            .Bind(1, (long)commit.Status)
            .Bind(2, commit.UpdatedAt.UtcTicks)
            .Bind(3, commit.IsEnd ? commit.UpdatedAt.UtcTicks : null)
            .Bind(4, continues ? commit.Generation + 1 : commit.Generation)
            .Bind(5, continues ? 0 : commit.Turn + 1)
            .Bind(6, commit.WakeAt?.UtcTicks)
            .Bind(7, commit.MustRecover ? 1 : 0)
            .Bind(8, commit.NextGeneration?.Version)
            .Bind(9, commit.Key)
            .Bind(10, commit.Generation)
            .Bind(11, commit.Turn);
        return update.Execute() == 1;
    }

    private static void WriteHistory(SqliteSession session, TurnCommit commit)
    {
        if (commit.NextGeneration is not { } next)
        {
            HistoryRows.Insert(session, commit.Key, commit.Turn, commit.History!);
            return;
        }

        HistoryRows.RemoveAll(session, commit.Key);
        InstanceValues.Save(session, commit.Key, ValueKind.Input, next.Input);
        foreach (StoredMessage message in next.KeptMessages)
        {
            InboxRows.Insert(session, message);
        }
    }

    private static void WriteValues(SqliteSession session, TurnCommit commit)
    {
        if (commit.SetsCustomStatus)
        {
            InstanceValues.Save(session, commit.Key, ValueKind.CustomStatus, commit.CustomStatus);
        }

        if (commit.Output is not null)
        {
            InstanceValues.Save(session, commit.Key, ValueKind.Output, commit.Output);
        }

        if (commit.Failure is not null)
        {
            InstanceValues.Save(session, commit.Key, ValueKind.Failure, commit.Failure);
        }
    }

    private TurnOutcome Send(SqliteSession session, TurnCommit commit, StatusCounts changes)
    {
        if (commit.Children.Count == 0
            && commit.Rewinds.Count == 0
            && commit.Messages.Count == 0
            && commit.MessageToChildren is null)
        {
            return TurnOutcome.Committed;
        }

        var delivered = new List<StoredMessage>();
        long[] childKeys = [.. commit.Children.Select(child => StartChild(session, commit, child, delivered, changes))];
        var waiting = new Lazy<List<StoredMessage>>(() => InboxRows.Read(session, commit.InstanceId, commit.Key));
        long[] restartedKeys =
            [.. commit.Rewinds.Select(child => RewindChild(session, commit, child, waiting, delivered, changes))];
        long lastBeforeMessages = counters.LastMessage;
        foreach (OutgoingMessage message in commit.Messages)
        {
            if (Deliver(session, message) is { } stored)
            {
                delivered.Add(stored);
            }
        }

        if (commit.MessageToChildren is { } toChildren)
        {
            foreach ((long key, string id) in ListUnendedChildren(session, commit.Key))
            {
                delivered.Add(Put(session, id, key, toChildren));
            }
        }

        return new TurnOutcome
        {
            IsCommitted = true,
            ChildKeys = childKeys,
            RestartedKeys = restartedKeys,
            LastMessageId = lastBeforeMessages,
            Delivered = delivered,
        };
    }

    private long StartChild(
        SqliteSession session,
        TurnCommit commit,
        ChildStart child,
        List<StoredMessage> delivered,
        StatusCounts changes)
    {
        long key = TryStart(session, child.Instance, changes);
        if (key == 0)
        {
            delivered.Add(Put(session, commit.InstanceId, commit.Key, child.RefusalMessage));
        }

        return key;
    }

    /// <summary>0 if one of the same id has not ended.</summary>
    private long TryStart(SqliteSession session, NewInstance instance, StatusCounts changes)
    {
        var existing = InstanceRows.FindHead(session, instance.InstanceId);
        if (existing is { HasEnded: false })
        {
            return 0;
        }

        changes.Move(existing?.Status, null);
        changes.Move(null, OrchestrationRuntimeStatus.Pending);
        return Replace(session, instance, existing?.Key);
    }

    /// <summary>Null if there is nobody to take it. An entity comes into being with its first message.</summary>
    private StoredMessage? Deliver(SqliteSession session, OutgoingMessage message)
    {
        if (EntityIds.IsEntity(message.InstanceId))
        {
            if (EntityRows.FindKey(session, message.InstanceId) is not { } key)
            {
                key = counters.NextKey();
                EntityRows.Insert(session, message.InstanceId, key);
            }

            return Put(session, message.InstanceId, key, message.Body);
        }

        return InstanceRows.FindHead(session, message.InstanceId) is { } receiver
            && message.IsTakenBy(receiver.Key, receiver.Status, receiver.HasEnded)
                ? Put(session, message.InstanceId, receiver.Key, message.Body)
                : null;
    }

    private long RewindChild(
        SqliteSession session,
        TurnCommit commit,
        ChildRewind child,
        Lazy<List<StoredMessage>> waiting,
        List<StoredMessage> delivered,
        StatusCounts changes)
    {
        NewInstance start = child.Start.Instance;
        InstanceRecord? existing = InstanceRows.Find(session, start.InstanceId, withPayloads: false);
        if (existing is null || existing.Parent != start.Parent)
        {
            return StartChild(session, commit, child.Start, delivered, changes);
        }

        if (!existing.HasEnded || waiting.Value.Exists(message => child.IsAnswer(message.Body)))
        {
            return 0;
        }

        if (InstanceRows.Revive(session, existing.Key, commit.UpdatedAt))
        {
            changes.Move(OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Running);
            delivered.Add(Put(session, existing.InstanceId, existing.Key, child.Request));
        }
        else if (existing.Status == OrchestrationRuntimeStatus.Completed)
        {
            string? output = InstanceRows.WithPayloads(session, existing).Output;
            delivered.Add(Put(session, commit.InstanceId, commit.Key, child.Answer(output)));
        }
        else
        {
            changes.Move(existing.Status, OrchestrationRuntimeStatus.Pending);
            return Replace(session, start, existing.Key);
        }

        return 0;
    }

    private long Replace(SqliteSession session, NewInstance instance, long? existingKey)
    {
        if (existingKey is { } old)
        {
            InstanceRows.Remove(session, old);
        }

        long key = counters.NextKey();
        InstanceRows.Insert(session, instance, key);
        return key;
    }

    /// <summary>Gives back the locks of an instance that did not come to its end.</summary>
    private StoredMessage[] ReleaseLocks(SqliteSession session, long instanceKey) =>
    [
        .. EntityRows.ListLockedBy(session, instanceKey).Select(entity =>
            Put(session, entity.EntityId, entity.Key, EntityLocks.ReleaseOf(entity.LockedBy!))),
    ];

    private StoredMessage Put(SqliteSession session, string instanceId, long key, byte[] body)
    {
        var message = new StoredMessage(instanceId, key, counters.NextMessage(), body);
        InboxRows.Insert(session, message);
        return message;
    }

    private static List<(long Key, string Id)> ListUnendedChildren(SqliteSession session, long parentKey) => session
        .Prepare("SELECT key, id FROM durable_instances WHERE parent_key = ?1 AND completed IS NULL ORDER BY key")
        .Bind(1, parentKey)
        .ReadAll(row => (row.GetInt64(0), row.GetString(1)));
}
