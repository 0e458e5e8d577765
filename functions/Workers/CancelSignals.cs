namespace Swarm.Functions.Workers;

/// <summary>
/// Wakes those of this process who wait for cancellations. A hint only: another process may have cancelled, so whoever
/// waits also looks by himself from time to time.
/// </summary>
public sealed class CancelSignals
{
    private TaskCompletionSource _next = New();

    /// <summary>Completes at the next cancellation. Take it before you look, so that none slips in between.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>Says that a run was cancelled.</summary>
    public void Raise() => Interlocked.Exchange(ref _next, New()).SetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
