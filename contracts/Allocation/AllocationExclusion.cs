namespace Swarm.Contracts.Allocation;

/// <summary>A worker that does not get a work item.</summary>
/// <param name="WorkerId">The worker.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Reason">Why not; the first reason that was found.</param>
/// <param name="Detail">Why not, in words.</param>
public sealed record AllocationExclusion(string WorkerId, string Name, ExclusionReason Reason, string Detail);
