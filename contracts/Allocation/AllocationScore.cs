namespace Swarm.Contracts.Allocation;

/// <summary>One part of a worker's score.</summary>
/// <param name="Part">Which part.</param>
/// <param name="Score">From 0, not at all, to 1, as well as can be.</param>
/// <param name="Points">What it brings: its score times its weight.</param>
public sealed record AllocationScore(AllocationPart Part, double Score, double Points);
