namespace Swarm.Functions.Runs;

/// <summary>The tick of a schedule that a run comes from.</summary>
/// <param name="ScheduleId">The schedule.</param>
/// <param name="Tick">When the tick was due.</param>
/// <param name="RunId">The run's id, which follows from both.</param>
public sealed record RunOrigin(string ScheduleId, DateTimeOffset Tick, string RunId);
