using Swarm.Contracts.Locks;
using Swarm.Contracts.WorkItems;
using Swarm.WorkerAgent.Wire;

namespace Swarm.WorkerAgent.Channels;

/// <summary>Takes named locks for work in its middle; whoever holds one is waited for, for a while.</summary>
internal sealed class LockTaking(ControlPlaneClient client, Patience patience, TimeProvider time)
{
    /// <summary>AI tools give up a call that takes longer.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(45);

    private const int MaxTries = 8;
    private const int MaxWaitSeconds = 25;

    // A control plane that is about to stop does not wait.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public async Task<ChannelReply> TakeAsync(WorkItem item, string name, CancellationToken cancellation)
    {
        var since = time.GetTimestamp();
        while (true)
        {
            var left = Limit - time.GetElapsedTime(since);
            var wait = TimeSpan.FromSeconds(Math.Clamp((int)left.TotalSeconds, 0, MaxWaitSeconds));
            var asked = time.GetTimestamp();
            var answer = await ChangeAsync(item, name, release: false, cancellation, wait);
            if (answer.IsHeld)
            {
                return new ChannelReply($"You hold the lock '{name}' until your work ends, or you give it back.");
            }

            if (wait == TimeSpan.Zero)
            {
                return ChannelReply.Error(
                    $"The lock '{name}' is held by node {answer.HeldByNode} of run {answer.HeldByRun}. "
                    + "Do something else first and try again.");
            }

            if (time.GetElapsedTime(asked) < wait)
            {
                await Task.Delay(Pause, time, cancellation);
            }
        }
    }

    public async Task<ChannelReply> ReleaseAsync(WorkItem item, string name, CancellationToken cancellation)
    {
        await ChangeAsync(item, name, release: true, cancellation);
        return new ChannelReply($"The lock '{name}' is free.");
    }

    private Task<WorkLockResponse> ChangeAsync(
        WorkItem item, string name, bool release, CancellationToken cancellation, TimeSpan wait = default)
    {
        var request = new WorkLockRequest
        {
            RunId = item.RunId,
            Token = item.Token,
            Name = name,
            Release = release,
            WaitSeconds = (int)wait.TotalSeconds,
        };
        var tries = 0;
        return patience.CallAsync(
            "lock",
            () => client.ChangeLockAsync(item.Id, request, cancellation),
            cancellation,
            e => e.IsTransient && ++tries < MaxTries);
    }
}
