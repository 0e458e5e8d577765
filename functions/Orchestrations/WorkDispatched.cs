using Swarm.Contracts.Statuses;

namespace Swarm.Functions.Orchestrations;

/// <summary>What became of an attempt's work item when it was dispatched.</summary>
/// <param name="Status">Its status; cancelled when the run is to end; null when it could not be made.</param>
/// <param name="Failure">Why it could not be made: another attempt would meet the same.</param>
public sealed record WorkDispatched(WorkItemStatus? Status, string? Failure);
