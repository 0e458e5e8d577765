namespace Swarm.Functions.Allocation;

/// <summary>A worker was given a work item and has not claimed it yet.</summary>
/// <param name="WorkerId">The worker.</param>
/// <param name="Until">Until when it may claim before somebody else gets it.</param>
public sealed record WorkAssignment(string WorkerId, DateTimeOffset Until);
