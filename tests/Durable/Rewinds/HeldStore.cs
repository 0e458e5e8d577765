using Swarm.Durable.Stores;
using Swarm.Simulator;

namespace Swarm.Tests.Durable.Rewinds;

/// <summary>A store that keeps an answer back: the write is stored, and the engine is not told yet.</summary>
internal sealed class HeldStore(IDurableStore inner) : PassThroughStore(inner), IDisposable
{
    private readonly TaskCompletionSource _stored = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Which commits are held.</summary>
    public Predicate<TurnCommit> HoldsCommit { get; init; } = static _ => false;

    /// <summary>Whether the settling of an ended instance is held.</summary>
    public bool HoldsSettling { get; init; }

    /// <summary>Completes once something is stored and held.</summary>
    public Task Stored => _stored.Task;

    /// <summary>Tells the engine, from now on at once.</summary>
    public void Release() => _release.TrySetResult();

    public void Dispose() => Release();

    public override async Task<TurnOutcome> CommitAsync(TurnCommit commit)
    {
        TurnOutcome outcome = await base.CommitAsync(commit);
        if (HoldsCommit(commit))
        {
            await HoldAsync();
        }

        return outcome;
    }

    public override async Task SettleAsync(long key, int turns)
    {
        await base.SettleAsync(key, turns);
        if (HoldsSettling)
        {
            await HoldAsync();
        }
    }

    private Task HoldAsync()
    {
        _stored.TrySetResult();
        return _release.Task;
    }
}
