namespace Swarm.Contracts.Runs;

/// <summary>Asks to cancel a run. Cancelling one that has ended changes nothing.</summary>
/// <param name="Reason">Why, for the run's history.</param>
public sealed record CancelRunRequest(string? Reason = null);
