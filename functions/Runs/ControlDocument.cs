namespace Swarm.Functions.Runs;

/// <summary>What somebody asked of a run. The row decides; events that tell of it are hints.</summary>
/// <param name="Version">Grows with each change.</param>
/// <param name="CancelRequested">True once the run is to end: nothing new starts, nothing more is claimed.</param>
/// <param name="Reason">Why, in the caller's words.</param>
/// <param name="At">When it was asked last.</param>
public sealed record ControlDocument(long Version, bool CancelRequested, string? Reason, DateTimeOffset At);
