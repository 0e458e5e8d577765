using Swarm.Durable.Client;
using Swarm.Durable.Stores;

namespace Swarm.Tests.Durable.Crashes;

/// <summary>A store whose commits fail for a while, as when the disk is full.</summary>
internal sealed class FaultyStore(IDurableStore inner, int failures) : IDurableStore
{
    private int _left = failures;

    public Task<CreateOutcome> CreateAsync(
        NewInstance instance,
        IReadOnlyCollection<OrchestrationRuntimeStatus> refusedStatuses,
        CancellationToken cancellation = default) => inner.CreateAsync(instance, refusedStatuses, cancellation);

    public Task<PostOutcome> PostAsync(string instanceId, byte[] body, CancellationToken cancellation = default) =>
        inner.PostAsync(instanceId, body, cancellation);

    public Task<TurnOutcome> CommitAsync(TurnCommit commit) => Interlocked.Decrement(ref _left) >= 0
        ? Task.FromException<TurnOutcome>(new IOException("The disk is full."))
        : inner.CommitAsync(commit);

    public Task SettleAsync(long key, int turns) => inner.SettleAsync(key, turns);

    public Task<RewindOutcome> RewindAsync(
        string instanceId, byte[] body, DateTimeOffset updatedAt, CancellationToken cancellation = default) =>
        inner.RewindAsync(instanceId, body, updatedAt, cancellation);

    public Task<bool> PurgeAsync(string instanceId) => inner.PurgeAsync(instanceId);

    public ValueTask<LoadedInstance?> LoadAsync(string instanceId) => inner.LoadAsync(instanceId);

    public ValueTask<InstanceRecord?> FindAsync(string instanceId, bool withPayloads) =>
        inner.FindAsync(instanceId, withPayloads);

    public ValueTask<InstancePage> ListAsync(InstanceQuery query) => inner.ListAsync(query);

    public IReadOnlyDictionary<OrchestrationRuntimeStatus, long> CountByStatus() => inner.CountByStatus();

    public ValueTask<IReadOnlyList<string>> ListChildrenAsync(string instanceId) =>
        inner.ListChildrenAsync(instanceId);

    public ValueTask<IReadOnlyList<UnfinishedInstance>> ListUnfinishedAsync(long afterKey, int maxInstances) =>
        inner.ListUnfinishedAsync(afterKey, maxInstances);
}
