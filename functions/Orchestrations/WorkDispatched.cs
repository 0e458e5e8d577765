using Swarm.Contracts.Statuses;

namespace Swarm.Functions.Orchestrations;

/// <summary>What became of an attempt's work item when it was dispatched.</summary>
/// <param name="Status">Its status; cancelled when the run is to end; null when it was not made.</param>
/// <param name="Failure">Why it could not be made: another attempt would meet the same.</param>
/// <param name="Opened">The checkpoint opened by hand because of which it was not made; null for none.</param>
public sealed record WorkDispatched(WorkItemStatus? Status, string? Failure, int? Opened = null);
