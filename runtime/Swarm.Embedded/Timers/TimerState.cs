using Swarm.Embedded.Worker;

namespace Swarm.Embedded.Timers;

/// <summary>Where a timer stands; kept in the database.</summary>
/// <param name="Last">The occurrence that ran last; null before the first.</param>
/// <param name="Next">The occurrence that comes next.</param>
/// <param name="UpdatedOn">When this was written.</param>
internal sealed record TimerState(DateTimeOffset? Last, DateTimeOffset Next, DateTimeOffset UpdatedOn)
{
    public ScheduleStatus ToStatus() => new()
    {
        Last = Last?.UtcDateTime ?? default,
        Next = Next.UtcDateTime,
        LastUpdated = UpdatedOn.UtcDateTime,
    };
}
