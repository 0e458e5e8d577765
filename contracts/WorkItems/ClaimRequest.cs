namespace Swarm.Contracts.WorkItems;

/// <summary>Claims a work item.</summary>
/// <param name="RunId">The run that it belongs to.</param>
/// <param name="Receipt">The pointer's receipt; null when the worker has no pointer.</param>
public sealed record ClaimRequest(string RunId, string? Receipt = null);
