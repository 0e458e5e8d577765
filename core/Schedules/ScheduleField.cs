namespace Swarm.Core.Schedules;

/// <summary>The two things that say when a schedule ticks.</summary>
public enum ScheduleField
{
    Cron,
    TimeZone,
}
