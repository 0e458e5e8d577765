using Swarm.Durable.Client;
using Swarm.Durable.Stores;

namespace Swarm.Tests.Durable.Simulations;

/// <summary>A store with a deliberate bug in front of it.</summary>
internal sealed class BuggyStore(IDurableStore inner, Bug bug) : IDurableStore
{
    private long _lastLost = long.MaxValue / 2;

    public Task<CreateOutcome> CreateAsync(
        NewInstance instance,
        IReadOnlyCollection<OrchestrationRuntimeStatus> refusedStatuses,
        CancellationToken cancellation = default) =>
        inner.CreateAsync(bug.Create(instance), refusedStatuses, cancellation);

    public async Task<PostOutcome> PostAsync(string instanceId, byte[] body, CancellationToken cancellation = default)
    {
        if (bug.DoublesPosts)
        {
            await inner.PostAsync(instanceId, body, cancellation);
        }

        if (!bug.LosesPosts)
        {
            return await inner.PostAsync(instanceId, body, cancellation);
        }

        return await inner.FindAsync(instanceId, withPayloads: false) is { HasEnded: false } record
            ? new PostOutcome(new StoredMessage(instanceId, record.Key, ++_lastLost, body), false)
            : new PostOutcome(null, false);
    }

    public async Task<TurnOutcome> CommitAsync(TurnCommit commit) =>
        bug.Outcome(await inner.CommitAsync(bug.Commit(commit)));

    public Task SettleAsync(long key, int turns) =>
        bug.LosesSettling ? Task.CompletedTask : inner.SettleAsync(key, turns);

    public Task<RewindOutcome> RewindAsync(
        string instanceId, byte[] body, DateTimeOffset updatedAt, CancellationToken cancellation = default) =>
        inner.RewindAsync(instanceId, body, updatedAt, cancellation);

    public Task<bool> PurgeAsync(string instanceId) => inner.PurgeAsync(instanceId);

    public async ValueTask<LoadedInstance?> LoadAsync(string instanceId) =>
        await inner.LoadAsync(instanceId) is { } loaded ? bug.Load(loaded) : null;

    public ValueTask<InstanceRecord?> FindAsync(string instanceId, bool withPayloads) =>
        inner.FindAsync(instanceId, withPayloads);

    public ValueTask<InstancePage> ListAsync(InstanceQuery query) => inner.ListAsync(query);

    public IReadOnlyDictionary<OrchestrationRuntimeStatus, long> CountByStatus() => inner.CountByStatus();

    public ValueTask<IReadOnlyList<string>> ListChildrenAsync(string instanceId) =>
        inner.ListChildrenAsync(instanceId);

    public async ValueTask<IReadOnlyList<UnfinishedInstance>> ListUnfinishedAsync(long afterKey, int maxInstances)
    {
        IReadOnlyList<UnfinishedInstance> page = await inner.ListUnfinishedAsync(afterKey, maxInstances);
        return [.. page.Select(bug.Unfinished)];
    }
}
