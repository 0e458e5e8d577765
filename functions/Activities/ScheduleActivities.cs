using Swarm.Functions.Orchestrations;
using Swarm.Functions.Schedules;

namespace Swarm.Functions.Activities;

/// <summary>What the orchestration of a schedule does outside of itself.</summary>
public sealed class ScheduleActivities(ScheduleAdvance advance)
{
    /// <summary>Runs the ticks that have come and tells when to look again.</summary>
    [Function(nameof(AdvanceSchedule))]
    public Task<ScheduleWake> AdvanceSchedule(
        [ActivityTrigger] ScheduleReference schedule,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return advance.AdvanceAsync(schedule.ScheduleId, schedule.Reached, engine, cancellation);
    }
}
