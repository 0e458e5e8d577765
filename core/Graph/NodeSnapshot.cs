using Swarm.Contracts.Statuses;

namespace Swarm.Core.Graph;

/// <summary>Where a node stands in the graph.</summary>
/// <param name="NodeId">The node.</param>
/// <param name="Status">Pending, in progress, completed, failed, skipped or cancelled.</param>
/// <param name="Iteration">The last one that began; 0 before the first.</param>
/// <param name="Rounds">Every iteration that began, oldest first.</param>
/// <param name="Reason">Why it failed; null otherwise.</param>
public sealed record NodeSnapshot(
    string NodeId, NodeStatus Status, int Iteration, IReadOnlyList<NodeRound> Rounds, string? Reason);
