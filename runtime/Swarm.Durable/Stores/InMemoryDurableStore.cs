using Swarm.Durable.Client;

namespace Swarm.Durable.Stores;

/// <summary>
/// A store that lives as long as its object: for tests and for programs that need no durability. An engine that is
/// started on it after another finds what that one had committed.
/// </summary>
public sealed class InMemoryDurableStore : IDurableStore
{
    private readonly Lock _lock = new();
    private readonly InMemoryInstances _instances;
    private readonly InMemoryEntities _entities;
    private readonly InMemorySending _sending;
    private long _lastKey;
    private long _lastMessageId;

    /// <summary>Makes an empty store.</summary>
    public InMemoryDurableStore()
    {
        _instances = new InMemoryInstances(() => ++_lastKey, () => ++_lastMessageId);
        _entities = new InMemoryEntities(() => ++_lastKey, () => ++_lastMessageId);
        _sending = new InMemorySending(_instances, _entities, () => _lastMessageId);
    }

    /// <inheritdoc/>
    public Task<CreateOutcome> CreateAsync(
        NewInstance instance,
        IReadOnlyCollection<OrchestrationRuntimeStatus> refusedStatuses,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(instance);
        ArgumentNullException.ThrowIfNull(refusedStatuses);
        return WriteAsync(() =>
        {
            InstanceRecord? existing = _instances.Find(instance.InstanceId)?.Record;
            if (existing is { Status: var status } && refusedStatuses.Contains(status))
            {
                return new CreateOutcome(0, _lastMessageId, status);
            }

            long key = _instances.Create(instance);
            return new CreateOutcome(key, _lastMessageId, existing?.Status)
            {
                Delivered = existing is { HasEnded: false } ? _entities.ReleaseLocksOf(existing.Key) : [],
            };
        });
    }

    /// <inheritdoc/>
    public Task<PostOutcome> PostAsync(string instanceId, byte[] body, CancellationToken cancellation = default) =>
        WriteAsync(() =>
        {
            StoredMessage? message = _sending.Deliver(new OutgoingMessage(instanceId, null, body));
            return new PostOutcome(message, message is null && _instances.Find(instanceId) is not null);
        });

    /// <inheritdoc/>
    public Task<TurnOutcome> CommitAsync(TurnCommit commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        return WriteAsync(() => _instances.TryUpdate(commit) ? _sending.Send(commit) : TurnOutcome.Refused);
    }

    /// <inheritdoc/>
    public Task SettleAsync(long key, int turns) => WriteAsync(() =>
    {
        _instances.Settle(key, turns);
        return true;
    });

    /// <inheritdoc/>
    public Task<RewindOutcome> RewindAsync(
        string instanceId, byte[] body, DateTimeOffset updatedAt, CancellationToken cancellation = default) =>
        WriteAsync(() =>
        {
            InMemoryInstance? stored = _instances.Find(instanceId);
            OrchestrationRuntimeStatus? status = stored?.Record.Status;
            StoredMessage? message = status == OrchestrationRuntimeStatus.Failed
                ? _instances.Revive(stored!, body, updatedAt)
                : null;
            return new RewindOutcome(message, status);
        });

    /// <inheritdoc/>
    public Task<bool> PurgeAsync(string instanceId) => WriteAsync(() =>
    {
        if (_instances.Find(instanceId) is not { Record.HasEnded: true } stored)
        {
            return false;
        }

        _instances.Remove(stored);
        return true;
    });

    /// <inheritdoc/>
    public ValueTask<LoadedInstance?> LoadAsync(string instanceId) => ReadAsync(() =>
        _instances.Find(instanceId) is { } stored
            ? new LoadedInstance(stored.Record, [.. stored.History], [.. stored.Inbox.Values], _lastMessageId)
            : null);

    /// <inheritdoc/>
    public ValueTask<InstanceRecord?> FindAsync(string instanceId, bool withPayloads) =>
        ReadAsync(() => _instances.Find(instanceId)?.Record);

    /// <inheritdoc/>
    public ValueTask<InstancePage> ListAsync(InstanceQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return ReadAsync(() => InstanceLists.ReadPage(_instances.Records, query));
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<OrchestrationRuntimeStatus, long> CountByStatus() => _instances.Counts.Read();

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> ListChildrenAsync(string instanceId) =>
        ReadAsync<IReadOnlyList<string>>(() => _instances.Find(instanceId) is { } parent
            ? [.. _instances.ListChildren(parent.Record.Key).Select(child => child.Record.InstanceId)]
            : []);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<UnfinishedInstance>> ListUnfinishedAsync(long afterKey, int maxInstances) =>
        ReadAsync<IReadOnlyList<UnfinishedInstance>>(() =>
        [
            .. _instances.ListUnfinished()
                .Concat(_entities.ListUnfinished())
                .Where(unfinished => unfinished.Key > afterKey)
                .OrderBy(unfinished => unfinished.Key)
                .Take(maxInstances),
        ]);

    /// <inheritdoc/>
    public Task<TurnOutcome> CommitEntityAsync(EntityCommit commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        return WriteAsync(() => _entities.TryUpdate(commit) ? _sending.Send(commit) : TurnOutcome.Refused);
    }

    /// <inheritdoc/>
    public ValueTask<LoadedEntity?> LoadEntityAsync(string entityId, InboxLimit? limit = null) => ReadAsync(() =>
        _entities.Find(entityId) is { } record
            ? new LoadedEntity(record, ReadInbox(entityId, record.Key, 0, limit))
            : null);

    /// <inheritdoc/>
    public ValueTask<InboxPage> ReadInboxAsync(string entityId, long key, long afterId, InboxLimit limit) =>
        ReadAsync(() => ReadInbox(entityId, key, afterId, limit));

    /// <inheritdoc/>
    public ValueTask<EntityRecord?> FindEntityAsync(string entityId, bool withState) => ReadAsync(() =>
        _entities.Find(entityId) is { } found ? found with { State = withState ? found.State : null } : null);

    /// <inheritdoc/>
    public ValueTask<EntityPage> ListEntitiesAsync(EntityListQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return ReadAsync(() => _entities.List(query));
    }

    /// <inheritdoc/>
    public Task<bool> RemoveEntityAsync(string entityId) => WriteAsync(() => _entities.Remove(entityId));

    private InboxPage ReadInbox(string entityId, long key, long afterId, InboxLimit? limit) =>
        PageCuts.CutInbox(_entities.ReadInbox(entityId, key, afterId), limit ?? InboxLimit.None, _lastMessageId);

    private Task<T> WriteAsync<T>(Func<T> write)
    {
        lock (_lock)
        {
            return Task.FromResult(write());
        }
    }

    private ValueTask<T> ReadAsync<T>(Func<T> read)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(read());
        }
    }
}
