namespace Swarm.Functions.Waiting;

/// <summary>Listens for changes of one thing. A change between two waits ends the next wait at once.</summary>
public sealed class KeyedSubscription : IDisposable
{
    private readonly KeyedSignals _owner;
    private TaskCompletionSource _next = NewSource();

    internal KeyedSubscription(KeyedSignals owner, string key)
    {
        _owner = owner;
        Key = key;
    }

    internal string Key { get; }

    /// <summary>Waits for a change, or until the time is over.</summary>
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
