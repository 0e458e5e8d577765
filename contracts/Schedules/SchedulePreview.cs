namespace Swarm.Contracts.Schedules;

/// <summary>The next ticks of a schedule that need not exist.</summary>
/// <param name="Ticks">When it would tick, the earliest first.</param>
public sealed record SchedulePreview(IReadOnlyList<DateTimeOffset> Ticks);
