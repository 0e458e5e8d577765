namespace Swarm.Contracts.WorkItems;

/// <summary>Claims a work item.</summary>
/// <param name="RunId">The run that it belongs to.</param>
/// <param name="Receipt">The pointer's receipt; null when the worker has no pointer.</param>
/// <param name="ProcessId">
/// Names the life of the worker process, as its heartbeats do: once they come from a later life, what an earlier one
/// claimed and nobody lists is released at once. Null when the worker does not say; at most 64 characters.
/// </param>
public sealed record ClaimRequest(string RunId, string? Receipt = null, string? ProcessId = null);
