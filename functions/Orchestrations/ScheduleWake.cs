namespace Swarm.Functions.Orchestrations;

/// <summary>When a schedule has to be looked at again.</summary>
/// <param name="Time">At this time; null to wait for a change of it.</param>
/// <param name="HasEnded">Never: it is gone.</param>
public sealed record ScheduleWake(DateTimeOffset? Time, bool HasEnded)
{
    internal static readonly ScheduleWake Never = new(Time: null, HasEnded: true);

    internal static readonly ScheduleWake OnChange = new(Time: null, HasEnded: false);

    internal static ScheduleWake At(DateTimeOffset? time) => new(time, HasEnded: false);
}
