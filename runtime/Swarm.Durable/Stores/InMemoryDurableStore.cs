using Swarm.Durable.Client;

namespace Swarm.Durable.Stores;

/// <summary>
/// A store that lives as long as its object: for tests and for programs that need no durability. An engine that is
/// started on it after another finds what that one had committed.
/// </summary>
public sealed class InMemoryDurableStore : IDurableStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, InMemoryInstance> _byId = [];
    private readonly SortedDictionary<long, InMemoryInstance> _byKey = [];
    private readonly InMemoryEntities _entities;
    private readonly StatusCounts _counts = new();
    private long _lastKey;
    private long _lastMessageId;

    /// <summary>Makes an empty store.</summary>
    public InMemoryDurableStore() => _entities = new InMemoryEntities(() => ++_lastKey, () => ++_lastMessageId);

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
            if (EntityIds.IsEntity(instanceId))
            {
                return Task.FromResult(new PostOutcome(_entities.Post(instanceId, body), false));
            }

            InMemoryInstance? receiver = _byId.GetValueOrDefault(instanceId);
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
            if (!_byKey.TryGetValue(commit.Key, out InMemoryInstance? stored)
                || stored.Record.HasEnded
                || stored.Record.Generation != commit.Generation
                || stored.Record.Turns != commit.Turn)
            {
                return Task.FromResult(TurnOutcome.Refused);
            }

            _counts.Move(stored.Record.Status, commit.Status);
            stored.Update(commit);
            return Task.FromResult(Send_NeedsLock(stored, commit));
        }
    }

    /// <inheritdoc/>
    public Task SettleAsync(long key, int turns)
    {
        lock (_lock)
        {
            if (_byKey.TryGetValue(key, out InMemoryInstance? stored)
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
            InMemoryInstance? stored = _byId.GetValueOrDefault(instanceId);
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
            bool exists = _byId.TryGetValue(instanceId, out InMemoryInstance? stored) && stored.Record.HasEnded;
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
            return ValueTask.FromResult(_byId.TryGetValue(instanceId, out InMemoryInstance? stored)
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
                let mustWake = record.MustRecover || (stored.Inbox.Count > 0 && !record.HasEnded)
                where record.Key > afterKey && (mustWake || record.WakeAt is not null)
                select new UnfinishedInstance(record.InstanceId, record.Key, mustWake, record.WakeAt);
            IEnumerable<UnfinishedInstance> entities =
                _entities.ListUnfinished().Where(entity => entity.Key > afterKey);
            return ValueTask.FromResult<IReadOnlyList<UnfinishedInstance>>(
                [.. unfinished.Concat(entities).OrderBy(one => one.Key).Take(maxInstances)]);
        }
    }

    /// <inheritdoc/>
    public Task<TurnOutcome> CommitEntityAsync(EntityCommit commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        lock (_lock)
        {
            if (!_entities.TryUpdate(commit))
            {
                return Task.FromResult(TurnOutcome.Refused);
            }

            long[] keys = [.. commit.Starts.Select(TryCreate_NeedsLock)];
            long lastBeforeMessages = _lastMessageId;
            return Task.FromResult(new TurnOutcome
            {
                IsCommitted = true,
                ChildKeys = keys,
                LastMessageId = lastBeforeMessages,
                Delivered = [.. commit.Messages.Select(Deliver_NeedsLock).OfType<StoredMessage>()],
            });
        }
    }

    /// <inheritdoc/>
    public ValueTask<LoadedEntity?> LoadEntityAsync(string entityId)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(_entities.Load(entityId, _lastMessageId));
        }
    }

    /// <inheritdoc/>
    public ValueTask<EntityRecord?> FindEntityAsync(string entityId, bool withState)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(_entities.Find(entityId) is { } found
                ? found with { State = withState ? found.State : null }
                : null);
        }
    }

    /// <inheritdoc/>
    public ValueTask<EntityPage> ListEntitiesAsync(EntityListQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        lock (_lock)
        {
            EntityPage page = _entities.List(query);
            return ValueTask.FromResult(query.WithState
                ? page
                : page with { Entities = [.. page.Entities.Select(entity => entity with { State = null })] });
        }
    }

    /// <inheritdoc/>
    public Task<bool> RemoveEntityAsync(string entityId)
    {
        lock (_lock)
        {
            return Task.FromResult(_entities.Remove(entityId));
        }
    }

    private static bool IsChild(InMemoryInstance child, long? parentKey) =>
        parentKey is not null && child.Record.Parent?.Key == parentKey;

    private long Create_NeedsLock(NewInstance instance)
    {
        if (_byId.TryGetValue(instance.InstanceId, out InMemoryInstance? replaced))
        {
            Remove_NeedsLock(replaced);
        }

        long key = ++_lastKey;
        _counts.Move(null, OrchestrationRuntimeStatus.Pending);
        InMemoryInstance created = InMemoryInstance.Create(instance, key);
        _byId.Add(instance.InstanceId, created);
        _byKey.Add(key, created);
        return key;
    }

    private void Remove_NeedsLock(InMemoryInstance stored)
    {
        _counts.Move(stored.Record.Status, null);
        _byId.Remove(stored.Record.InstanceId);
        _byKey.Remove(stored.Record.Key);
    }

    private StoredMessage Post_NeedsLock(InMemoryInstance receiver, byte[] body)
    {
        var message = new StoredMessage(receiver.Record.InstanceId, receiver.Record.Key, ++_lastMessageId, body);
        receiver.Inbox.Add(message.Id, message);
        return message;
    }

    private StoredMessage Revive_NeedsLock(InMemoryInstance stored, byte[] body, DateTimeOffset updatedAt)
    {
        _counts.Move(stored.Record.Status, OrchestrationRuntimeStatus.Running);
        stored.Revive(updatedAt);
        return Post_NeedsLock(stored, body);
    }

    /// <summary>Null if there is nobody to take it.</summary>
    private StoredMessage? Deliver_NeedsLock(OutgoingMessage message)
    {
        if (EntityIds.IsEntity(message.InstanceId))
        {
            return _entities.Post(message.InstanceId, message.Body);
        }

        return _byId.GetValueOrDefault(message.InstanceId) is { Record: var record } receiver
            && message.IsTakenBy(record.Key, record.Status, record.HasEnded)
                ? Post_NeedsLock(receiver, message.Body)
                : null;
    }

    /// <summary>0 if one of the same id has not ended.</summary>
    private long TryCreate_NeedsLock(NewInstance instance) =>
        _byId.GetValueOrDefault(instance.InstanceId) is { Record.HasEnded: false } ? 0 : Create_NeedsLock(instance);

    private TurnOutcome Send_NeedsLock(InMemoryInstance sender, TurnCommit commit)
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
            if (Deliver_NeedsLock(message) is { } stored)
            {
                delivered.Add(stored);
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

    private long Start_NeedsLock(InMemoryInstance parent, ChildStart child, List<StoredMessage> delivered)
    {
        if (_byId.GetValueOrDefault(child.Instance.InstanceId) is not { Record.HasEnded: false })
        {
            return Create_NeedsLock(child.Instance);
        }

        delivered.Add(Post_NeedsLock(parent, child.RefusalMessage));
        return 0;
    }

    private long Rewind_NeedsLock(
        InMemoryInstance parent, ChildRewind child, DateTimeOffset updatedAt, List<StoredMessage> delivered)
    {
        InMemoryInstance? stored = _byId.GetValueOrDefault(child.Start.Instance.InstanceId);
        if (stored is null || stored.Record.Parent != child.Start.Instance.Parent)
        {
            return Start_NeedsLock(parent, child.Start, delivered);
        }

        switch (stored.Record)
        {
            case { HasEnded: false }:
            case { HasEnded: true } when parent.Inbox.Values.Any(message => child.IsAnswer(message.Body)):
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
}
