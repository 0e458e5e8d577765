namespace Swarm.Contracts.Runs;

/// <summary>Asks to pause, resume or stop a run. Asking again changes nothing.</summary>
/// <param name="Reason">Why, for the run's history.</param>
public sealed record RunControlRequest(string? Reason = null);
