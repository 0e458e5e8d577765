namespace Swarm.Contracts.WorkItems;

/// <summary>The report was taken.</summary>
/// <param name="Status">The status that the work item has now.</param>
public sealed record ReportResponse(Statuses.WorkItemStatus Status);
