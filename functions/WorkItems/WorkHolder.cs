namespace Swarm.Functions.WorkItems;

/// <summary>A worker that holds the conversation which a work item goes on with.</summary>
/// <param name="WorkerId">The worker.</param>
/// <param name="Until">Until when nobody else gets the work item while that worker is there.</param>
public sealed record WorkHolder(string WorkerId, DateTimeOffset Until);
