using Swarm.Contracts.Statuses;

namespace Swarm.Functions.Orchestrations;

/// <summary>How a run ended.</summary>
/// <param name="Status">Completed, failed or cancelled.</param>
/// <param name="Reason">Why it failed or was cancelled; null otherwise.</param>
public sealed record RunResult(RunStatus Status, string? Reason);
