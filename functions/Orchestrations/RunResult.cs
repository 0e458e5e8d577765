using Swarm.Contracts.Statuses;

namespace Swarm.Functions.Orchestrations;

/// <summary>How a run ended.</summary>
/// <param name="Status">Completed, failed or cancelled.</param>
/// <param name="Reason">Why it failed or was cancelled; null otherwise.</param>
/// <param name="IsFault">True when it failed by a fault of ours, so that work of it may still go on.</param>
public sealed record RunResult(RunStatus Status, string? Reason, bool IsFault = false);
