namespace Swarm.Durable.Replay;

/// <summary>Times of timers, held inside the range of <see cref="DateTime"/>.</summary>
internal static class TimerMath
{
    internal static DateTime After(DateTime now, TimeSpan delay)
    {
        TimeSpan most = DateTime.MaxValue - now;
        return delay >= most ? DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc) : now.Add(delay);
    }
}
