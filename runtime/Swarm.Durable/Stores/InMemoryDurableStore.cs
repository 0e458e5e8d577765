using Swarm.Durable.Client;

namespace Swarm.Durable.Stores;

/// <summary>
/// A store that lives as long as its object: for tests and for programs that need no durability. An engine that is
/// started on it after another finds what that one had committed.
/// </summary>
public sealed class InMemoryDurableStore : IDurableStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, StoredInstance> _byId = [];
    private readonly SortedDictionary<long, StoredInstance> _byKey = [];
    private readonly StatusCounts _counts = new();
    private long _lastKey;
    private long _lastMessageId;

    /// <inheritdoc/>
    public Task<CreateOutcome> CreateAsync(
        NewInstance instance,
        IReadOnlyCollection<OrchestrationRuntimeStatus> refusedStatuses,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(instance);
        ArgumentNullException.ThrowIfNull(refusedStatuses);
        lock (_lock)
        {
            OrchestrationRuntimeStatus? existing = _byId.GetValueOrDefault(instance.InstanceId)?.Record.Status;
            long key = existing is { } status && refusedStatuses.Contains(status) ? 0 : Create_NeedsLock(instance);
            return Task.FromResult(new CreateOutcome(key, _lastMessageId, existing));
        }
    }

    /// <inheritdoc/>
    public Task<PostOutcome> PostAsync(string instanceId, byte[] body, CancellationToken cancellation = default)
    {
        lock (_lock)
        {
            StoredInstance? receiver = _byId.GetValueOrDefault(instanceId);
            StoredMessage? message = receiver is { Record.HasEnded: false } ? Post_NeedsLock(receiver, body) : null;
            return Task.FromResult(new PostOutcome(message, receiver is { Record.HasEnded: true }));
        }
    }

    /// <inheritdoc/>
    public Task<TurnOutcome> CommitAsync(TurnCommit commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        lock (_lock)
        {
            if (!_byKey.TryGetValue(commit.Key, out StoredInstance? stored)
                || stored.Record.HasEnded
                || stored.Record.Generation != commit.Generation
                || stored.Record.Turns != commit.Turn)
            {
                return Task.FromResult(TurnOutcome.Refused);
            }

            Update_NeedsLock(stored, commit);
            return Task.FromResult(Send_NeedsLock(stored, commit));
        }
    }

    /// <inheritdoc/>
    public Task SettleAsync(long key, int turns)
    {
        lock (_lock)
        {
            if (_byKey.TryGetValue(key, out StoredInstance? stored)
                && stored.Record.HasEnded
                && stored.Record.Turns == turns)
            {
                stored.Record = stored.Record with { MustRecover = false };
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<RewindOutcome> RewindAsync(
        string instanceId, byte[] body, DateTimeOffset updatedAt, CancellationToken cancellation = default)
    {
        lock (_lock)
        {
            StoredInstance? stored = _byId.GetValueOrDefault(instanceId);
            OrchestrationRuntimeStatus? status = stored?.Record.Status;
            StoredMessage? message = status == OrchestrationRuntimeStatus.Failed
                ? Revive_NeedsLock(stored!, body, updatedAt)
                : null;
            return Task.FromResult(new RewindOutcome(message, status));
        }
    }

    /// <inheritdoc/>
    public Task<bool> PurgeAsync(string instanceId)
    {
        lock (_lock)
        {
            bool exists = _byId.TryGetValue(instanceId, out StoredInstance? stored) && stored.Record.HasEnded;
            if (exists)
            {
                Remove_NeedsLock(stored!);
            }

            return Task.FromResult(exists);
        }
    }

    /// <inheritdoc/>
    public ValueTask<LoadedInstance?> LoadAsync(string instanceId)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(_byId.TryGetValue(instanceId, out StoredInstance? stored)
                ? new LoadedInstance(stored.Record, [.. stored.History], [.. stored.Inbox.Values], _lastMessageId)
                : null);
        }
    }

    /// <inheritdoc/>
    public ValueTask<InstanceRecord?> FindAsync(string instanceId, bool withPayloads)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(_byId.GetValueOrDefault(instanceId)?.Record);
        }
    }

    /// <inheritdoc/>
    public ValueTask<InstancePage> ListAsync(InstanceQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        lock (_lock)
        {
            return ValueTask.FromResult(InstanceLists.ReadPage(_byKey.Values.Select(stored => stored.Record), query));
        }
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<OrchestrationRuntimeStatus, long> CountByStatus() => _counts.Read();

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> ListChildrenAsync(string instanceId)
    {
        lock (_lock)
        {
            long? key = _byId.GetValueOrDefault(instanceId)?.Record.Key;
            return ValueTask.FromResult<IReadOnlyList<string>>(
                [.. _byKey.Values.Where(child => IsChild(child, key)).Select(child => child.Record.InstanceId)]);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<UnfinishedInstance>> ListUnfinishedAsync(long afterKey, int maxInstances)
    {
        lock (_lock)
        {
            IEnumerable<UnfinishedInstance> unfinished =
                from stored in _byKey.Values
                let record = stored.Record
                let mustWake = record.MustRecover || stored.Inbox.Count > 0
                where record.Key > afterKey && (mustWake || record.WakeAt is not null)
                select new UnfinishedInstance(record.InstanceId, record.Key, mustWake, record.WakeAt);
            return ValueTask.FromResult<IReadOnlyList<UnfinishedInstance>>([.. unfinished.Take(maxInstances)]);
        }
    }

    private static bool IsChild(StoredInstance child, long? parentKey) =>
        parentKey is not null && child.Record.Parent?.Key == parentKey;

    private long Create_NeedsLock(NewInstance instance)
    {
        if (_byId.TryGetValue(instance.InstanceId, out StoredInstance? replaced))
        {
            Remove_NeedsLock(replaced);
        }

        long key = ++_lastKey;
        var created = new StoredInstance(new InstanceRecord
        {
            Key = key,
            InstanceId = instance.InstanceId,
            Name = instance.Name,
            Version = instance.Version,
            Status = OrchestrationRuntimeStatus.Pending,
            CreatedAt = instance.CreatedAt,
            UpdatedAt = instance.CreatedAt,
            WakeAt = instance.StartAt,
            Parent = instance.Parent,
            TraceParent = instance.TraceParent,
            Tags = instance.Tags,
            Input = instance.Input,
            MustRecover = instance.StartAt is null,
        });
        _counts.Move(null, OrchestrationRuntimeStatus.Pending);
        _byId.Add(instance.InstanceId, created);
        _byKey.Add(key, created);
        return key;
    }

    private void Remove_NeedsLock(StoredInstance stored)
    {
        _counts.Move(stored.Record.Status, null);
        _byId.Remove(stored.Record.InstanceId);
        _byKey.Remove(stored.Record.Key);
    }

    private StoredMessage Post_NeedsLock(StoredInstance receiver, byte[] body)
    {
        var message = new StoredMessage(receiver.Record.InstanceId, receiver.Record.Key, ++_lastMessageId, body);
        receiver.Inbox.Add(message.Id, message);
        return message;
    }

    private StoredMessage Revive_NeedsLock(StoredInstance stored, byte[] body, DateTimeOffset updatedAt)
    {
        _counts.Move(stored.Record.Status, OrchestrationRuntimeStatus.Running);
        stored.Record = stored.Record with
        {
            Status = OrchestrationRuntimeStatus.Running,
            UpdatedAt = updatedAt,
            CompletedAt = null,
            Output = null,
            Failure = null,
        };
        return Post_NeedsLock(stored, body);
    }

    private void Update_NeedsLock(StoredInstance stored, TurnCommit commit)
    {
        _counts.Move(stored.Record.Status, commit.Status);
        foreach (long id in commit.ConsumedMessages)
        {
            stored.Inbox.Remove(id);
        }

        stored.Record = stored.Record with
        {
            Status = commit.Status,
            UpdatedAt = commit.UpdatedAt,
            CompletedAt = commit.IsEnd ? commit.UpdatedAt : null,
            Turns = commit.Turn + 1,
            WakeAt = commit.WakeAt,
            MustRecover = commit.MustRecover,
            CustomStatus = commit.SetsCustomStatus ? commit.CustomStatus : stored.Record.CustomStatus,
            Output = commit.Output,
            Failure = commit.Failure,
        };
        if (commit.IsEnd)
        {
            stored.Inbox.Clear();
        }

        if (commit.NextGeneration is not { } next)
        {
            stored.History.Add(commit.History!);
            return;
        }

        stored.History.Clear();
        stored.Record = stored.Record with
        {
            Generation = commit.Generation + 1,
            Turns = 0,
            Version = next.Version,
            Input = next.Input,
        };
        foreach (StoredMessage message in next.KeptMessages)
        {
            stored.Inbox.Add(message.Id, message);
        }
    }

    private TurnOutcome Send_NeedsLock(StoredInstance sender, TurnCommit commit)
    {
        var delivered = new List<StoredMessage>();
        var childKeys = new List<long>();
        foreach (ChildStart child in commit.Children)
        {
            childKeys.Add(Start_NeedsLock(sender, child, delivered));
        }

        long[] restartedKeys =
            [.. commit.Rewinds.Select(child => Rewind_NeedsLock(sender, child, commit.UpdatedAt, delivered))];
        long lastBeforeMessages = _lastMessageId;
        foreach (OutgoingMessage message in commit.Messages)
        {
            if (_byId.GetValueOrDefault(message.InstanceId) is { Record.HasEnded: false } receiver
                && (message.InstanceKey is null || message.InstanceKey == receiver.Record.Key))
            {
                delivered.Add(Post_NeedsLock(receiver, message.Body));
            }
        }

        if (commit.MessageToChildren is { } toChildren)
        {
            delivered.AddRange(_byKey.Values
                .Where(child => IsChild(child, commit.Key) && !child.Record.HasEnded)
                .Select(child => Post_NeedsLock(child, toChildren)));
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

    private long Start_NeedsLock(StoredInstance parent, ChildStart child, List<StoredMessage> delivered)
    {
        if (_byId.GetValueOrDefault(child.Instance.InstanceId) is not { Record.HasEnded: false })
        {
            return Create_NeedsLock(child.Instance);
        }

        delivered.Add(Post_NeedsLock(parent, child.RefusalMessage));
        return 0;
    }

    private long Rewind_NeedsLock(
        StoredInstance parent, ChildRewind child, DateTimeOffset updatedAt, List<StoredMessage> delivered)
    {
        StoredInstance? stored = _byId.GetValueOrDefault(child.Start.Instance.InstanceId);
        if (stored is null || stored.Record.Parent != child.Start.Instance.Parent)
        {
            return Start_NeedsLock(parent, child.Start, delivered);
        }

        switch (stored.Record)
        {
            case { HasEnded: false }:
                break;
            case { Status: OrchestrationRuntimeStatus.Failed }:
                delivered.Add(Revive_NeedsLock(stored, child.Request, updatedAt));
                break;
            case { Status: OrchestrationRuntimeStatus.Completed }:
                delivered.Add(Post_NeedsLock(parent, child.Answer(stored.Record.Output)));
                break;
            default:
                return Create_NeedsLock(child.Start.Instance);
        }

        return 0;
    }

    private sealed class StoredInstance(InstanceRecord record)
    {
        internal InstanceRecord Record { get; set; } = record;

        internal List<byte[]> History { get; } = [];

        internal SortedDictionary<long, StoredMessage> Inbox { get; } = [];
    }
}
