namespace Swarm.Durable.Dispatch;

/// <summary>Calls once after a delay, then cleans itself up.</summary>
internal static class RetryTimer
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait after so many failures in a row.</summary>
    internal static TimeSpan DelayAfter(int failures)
    {
        TimeSpan delay = FirstDelay * Math.Pow(2, Math.Min(failures - 1, 10));
        return delay > LongestDelay ? LongestDelay : delay;
    }

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
