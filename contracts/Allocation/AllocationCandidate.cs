namespace Swarm.Contracts.Allocation;

/// <summary>A worker that could do a work item, with its score.</summary>
/// <param name="WorkerId">The worker.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Points">All points together, 0 to 100; the most get the work item.</param>
/// <param name="Scores">The parts, those with a weight alone.</param>
public sealed record AllocationCandidate(
    string WorkerId, string Name, double Points, IReadOnlyList<AllocationScore> Scores);
