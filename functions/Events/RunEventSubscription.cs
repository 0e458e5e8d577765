namespace Swarm.Functions.Events;

/// <summary>Listens for the events of one run. An event between two waits ends the next wait at once.</summary>
public sealed class RunEventSubscription : IDisposable
{
    private readonly RunEventSignals _owner;
    private TaskCompletionSource _next = NewSource();

    internal RunEventSubscription(RunEventSignals owner, string runId)
    {
        _owner = owner;
        RunId = runId;
    }

    internal string RunId { get; }

    /// <summary>Waits for a new event, or until the time is over.</summary>
    /// <returns>False when the time was over; the caller looks all the same, as signals are hints.</returns>
    public async Task<bool> WaitAsync(TimeSpan timeout, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            await Volatile.Read(ref _next).Task.WaitAsync(timeout, time, cancellation);

            // Whatever is raised before this line is seen by the look that follows the wait.
            Volatile.Write(ref _next, NewSource());
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    public void Dispose() => _owner.Remove(this);

    internal void Wake() => Volatile.Read(ref _next).TrySetResult();

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
