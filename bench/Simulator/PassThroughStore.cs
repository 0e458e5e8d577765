using Swarm.Durable.Client;
using Swarm.Durable.Stores;

namespace Swarm.Simulator;

/// <summary>A store in front of another. Those who disturb it override what they disturb.</summary>
/// <param name="inner">The other.</param>
public abstract class PassThroughStore(IDurableStore inner) : IDurableStore
{
    /// <inheritdoc/>
    public virtual Task<CreateOutcome> CreateAsync(
        NewInstance instance,
        IReadOnlyCollection<OrchestrationRuntimeStatus> refusedStatuses,
        CancellationToken cancellation = default) =>
        WriteAsync(() => inner.CreateAsync(instance, refusedStatuses, cancellation));

    /// <inheritdoc/>
    public virtual Task<PostOutcome> PostAsync(
        string instanceId, byte[] body, CancellationToken cancellation = default) =>
        WriteAsync(() => inner.PostAsync(instanceId, body, cancellation));

    /// <inheritdoc/>
    public virtual Task<TurnOutcome> CommitAsync(TurnCommit commit) => WriteAsync(() => inner.CommitAsync(commit));

    /// <inheritdoc/>
    public virtual Task SettleAsync(long key, int turns) => WriteAsync(async () =>
    {
        await inner.SettleAsync(key, turns);
        return true;
    });

    /// <inheritdoc/>
    public virtual Task<RewindOutcome> RewindAsync(
        string instanceId, byte[] body, DateTimeOffset updatedAt, CancellationToken cancellation = default) =>
        WriteAsync(() => inner.RewindAsync(instanceId, body, updatedAt, cancellation));

    /// <inheritdoc/>
    public virtual Task<bool> PurgeAsync(string instanceId) => WriteAsync(() => inner.PurgeAsync(instanceId));

    /// <inheritdoc/>
    public virtual ValueTask<LoadedInstance?> LoadAsync(string instanceId) =>
        ReadAsync(() => inner.LoadAsync(instanceId));

    /// <inheritdoc/>
    public virtual ValueTask<InstanceRecord?> FindAsync(string instanceId, bool withPayloads) =>
        ReadAsync(() => inner.FindAsync(instanceId, withPayloads));

    /// <inheritdoc/>
    public virtual ValueTask<InstancePage> ListAsync(InstanceQuery query) => ReadAsync(() => inner.ListAsync(query));

    /// <inheritdoc/>
    public virtual IReadOnlyDictionary<OrchestrationRuntimeStatus, long> CountByStatus() => inner.CountByStatus();

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<string>> ListChildrenAsync(string instanceId) =>
        ReadAsync(() => inner.ListChildrenAsync(instanceId));

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<UnfinishedInstance>> ListUnfinishedAsync(long afterKey, int maxInstances) =>
        ReadAsync(() => inner.ListUnfinishedAsync(afterKey, maxInstances));

    /// <inheritdoc/>
    public virtual Task<TurnOutcome> CommitEntityAsync(EntityCommit commit) =>
        WriteAsync(() => inner.CommitEntityAsync(commit));

    /// <inheritdoc/>
    public virtual ValueTask<LoadedEntity?> LoadEntityAsync(string entityId, InboxLimit? limit = null) =>
        ReadAsync(() => inner.LoadEntityAsync(entityId, limit));

    /// <inheritdoc/>
    public virtual ValueTask<InboxPage> ReadInboxAsync(string entityId, long key, long afterId, InboxLimit limit) =>
        ReadAsync(() => inner.ReadInboxAsync(entityId, key, afterId, limit));

    /// <inheritdoc/>
    public virtual ValueTask<EntityRecord?> FindEntityAsync(string entityId, bool withState) =>
        ReadAsync(() => inner.FindEntityAsync(entityId, withState));

    /// <inheritdoc/>
    public virtual ValueTask<EntityPage> ListEntitiesAsync(EntityListQuery query) =>
        ReadAsync(() => inner.ListEntitiesAsync(query));

    /// <inheritdoc/>
    public virtual Task<bool> RemoveEntityAsync(string entityId) => WriteAsync(() => inner.RemoveEntityAsync(entityId));

    /// <summary>Every write goes through here.</summary>
    /// <typeparam name="T">What it answers.</typeparam>
    /// <param name="write">Does it in the store behind.</param>
    protected virtual Task<T> WriteAsync<T>(Func<Task<T>> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        return write();
    }

    /// <summary>Every read goes through here.</summary>
    /// <typeparam name="T">What it answers.</typeparam>
    /// <param name="read">Does it in the store behind.</param>
    protected virtual ValueTask<T> ReadAsync<T>(Func<ValueTask<T>> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        return read();
    }
}
