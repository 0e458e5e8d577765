using Swarm.Contracts.Statuses;

namespace Swarm.Core.Graph;

/// <summary>One iteration of a node.</summary>
/// <param name="Iteration">Counted from 1; a round in which the node was skipped counts too.</param>
/// <param name="Status">How it ended, or <see cref="NodeStatus.InProgress"/>.</param>
/// <param name="Superseded">True when a loop has begun the next one: its result no longer counts.</param>
public sealed record NodeRound(int Iteration, NodeStatus Status, bool Superseded);
