namespace Swarm.Contracts.WorkItems;

/// <summary>The message in a queue; the work item's row says whether it still holds.</summary>
/// <param name="RunId">The run that it belongs to.</param>
/// <param name="WorkItemId">The work item.</param>
public sealed record WorkPointer(string RunId, string WorkItemId);
