namespace Swarm.Durable.Dispatch;

/// <summary>Calls once after a delay, then cleans itself up.</summary>
internal static class RetryTimer
{
    internal static void Start(TimeProvider time, TimeSpan delay, Action call)
    {
        ITimer? timer = null;
        timer = time.CreateTimer(
            _ =>
            {
                timer?.Dispose();
                call();
            },
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
        timer.Change(delay, Timeout.InfiniteTimeSpan);
    }
}
