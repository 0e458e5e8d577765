using Swarm.Contracts.WorkItems;

namespace Swarm.WorkerAgent.Claims;

/// <summary>
/// A work item that this worker holds, from the claim until its report was taken or its lease was lost.
/// </summary>
internal sealed class Claim(string id, long token) : IDisposable
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource ending = new();
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private EndReason reason;
    private ToolUsage? used;

    public Claim(WorkItem item)
        : this(item.Id, item.Token)
    {
    }

    public string Id { get; } = id;

    public long Token { get; } = token;

    /// <summary>What it has used so far, where its tool tells before its end; heartbeats pass it on.</summary>
    public ToolUsage? Used
    {
        get => Volatile.Read(ref used);
        set => Volatile.Write(ref used, value);
    }

    /// <summary>Cancelled when the work must end.</summary>
    public CancellationToken Ending => ending.Token;

    /// <summary>Completes when the claim is no longer held.</summary>
    public Task Released => released.Task;

    public EndReason Reason
    {
        get
        {
            lock (gate)
            {
                return reason;
            }
        }
    }

    /// <summary>True when nobody waits for a report of this claim.</summary>
    public bool IsForfeit => Reason is EndReason.Abandoned or EndReason.LeaseLost;

    /// <summary>Ends the work; harmless when it has ended.</summary>
    public void End(EndReason why)
    {
        lock (gate)
        {
            reason = why > reason ? why : reason;
        }

        ending.Cancel();
    }

    public void MarkReleased() => released.TrySetResult();

    public void Dispose() => ending.Dispose();
}
