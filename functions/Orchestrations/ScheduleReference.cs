using Swarm.Core.Ids;

namespace Swarm.Functions.Orchestrations;

/// <summary>A schedule: what its orchestration is started with.</summary>
/// <param name="ScheduleId">The schedule.</param>
/// <param name="Reached">The tick whose time has come; null when it is another reason to look.</param>
public sealed record ScheduleReference(string ScheduleId, DateTimeOffset? Reached = null)
{
    /// <summary>The id of the schedule's orchestration.</summary>
    public string InstanceId() => DerivedId.Join("schedule", ScheduleId);
}
