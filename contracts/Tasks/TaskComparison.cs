namespace Swarm.Contracts.Tasks;

/// <summary>What differs between two versions of a task.</summary>
/// <param name="From">The one version.</param>
/// <param name="To">The other.</param>
/// <param name="Changes">The fields that differ, by name.</param>
public sealed record TaskComparison(int From, int To, IReadOnlyList<TaskChange> Changes);
