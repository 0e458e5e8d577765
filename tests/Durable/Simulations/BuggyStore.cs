using Swarm.Durable.Client;
using Swarm.Durable.Stores;
using Swarm.Simulator;

namespace Swarm.Tests.Durable.Simulations;

/// <summary>A store with a deliberate bug in front of it.</summary>
internal sealed class BuggyStore(IDurableStore inner, Bug bug) : PassThroughStore(inner)
{
    private long _lastLost = long.MaxValue / 2;

    public override Task<CreateOutcome> CreateAsync(
        NewInstance instance,
        IReadOnlyCollection<OrchestrationRuntimeStatus> refusedStatuses,
        CancellationToken cancellation = default) =>
        base.CreateAsync(bug.Create(instance), refusedStatuses, cancellation);

    public override async Task<PostOutcome> PostAsync(
        string instanceId, byte[] body, CancellationToken cancellation = default)
    {
        if (bug.DoublesPosts)
        {
            await base.PostAsync(instanceId, body, cancellation);
        }

        if (!bug.LosesPosts)
        {
            return await base.PostAsync(instanceId, body, cancellation);
        }

        return await FindAsync(instanceId, withPayloads: false) is { HasEnded: false } record
            ? new PostOutcome(new StoredMessage(instanceId, record.Key, ++_lastLost, body), false)
            : new PostOutcome(null, false);
    }

    public override async Task<TurnOutcome> CommitAsync(TurnCommit commit) =>
        bug.Outcome(await base.CommitAsync(bug.Commit(commit)));

    public override Task SettleAsync(long key, int turns) =>
        bug.LosesSettling ? Task.CompletedTask : base.SettleAsync(key, turns);

    public override async ValueTask<LoadedInstance?> LoadAsync(string instanceId) =>
        await base.LoadAsync(instanceId) is { } loaded ? bug.Load(loaded) : null;

    public override async ValueTask<IReadOnlyList<UnfinishedInstance>> ListUnfinishedAsync(
        long afterKey, int maxInstances)
    {
        IReadOnlyList<UnfinishedInstance> page = await base.ListUnfinishedAsync(afterKey, maxInstances);
        return [.. page.Select(bug.Unfinished)];
    }

    public override async Task<TurnOutcome> CommitEntityAsync(EntityCommit commit) =>
        bug.Outcome(await base.CommitEntityAsync(bug.CommitEntity(commit)));

    public override async ValueTask<LoadedEntity?> LoadEntityAsync(string entityId, InboxLimit? limit = null) =>
        await base.LoadEntityAsync(entityId, limit) is { } loaded ? bug.LoadEntity(loaded) : null;

    public override async ValueTask<InboxPage> ReadInboxAsync(
        string entityId, long key, long afterId, InboxLimit limit) =>
        bug.ReadInbox(await base.ReadInboxAsync(entityId, key, afterId, limit));
}
