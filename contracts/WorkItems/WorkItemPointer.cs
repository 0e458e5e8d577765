namespace Swarm.Contracts.WorkItems;

/// <summary>Points to a work item that may be claimed; the row decides whether it still may.</summary>
/// <param name="RunId">The run that it belongs to.</param>
/// <param name="WorkItemId">The work item.</param>
/// <param name="Receipt">What the claim hands back, so that the queue message goes with it; opaque.</param>
public sealed record WorkItemPointer(string RunId, string WorkItemId, string Receipt);
