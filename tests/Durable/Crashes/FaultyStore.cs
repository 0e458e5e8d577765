using Swarm.Durable.Stores;
using Swarm.Simulator;

namespace Swarm.Tests.Durable.Crashes;

/// <summary>A store whose commits fail for a while, as when the disk is full.</summary>
internal sealed class FaultyStore(IDurableStore inner, int failures) : PassThroughStore(inner)
{
    private int _left = failures;

    public override Task<TurnOutcome> CommitAsync(TurnCommit commit) => FailOr(() => base.CommitAsync(commit));

    public override Task<TurnOutcome> CommitEntityAsync(EntityCommit commit) =>
        FailOr(() => base.CommitEntityAsync(commit));

    private Task<TurnOutcome> FailOr(Func<Task<TurnOutcome>> commit) => Interlocked.Decrement(ref _left) >= 0
        ? Task.FromException<TurnOutcome>(new IOException("The disk is full."))
        : commit();
}
