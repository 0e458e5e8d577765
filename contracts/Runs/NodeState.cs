using Swarm.Contracts.Statuses;

namespace Swarm.Contracts.Runs;

/// <summary>Where one node of a run stands.</summary>
public sealed record NodeState
{
    /// <summary>The node's path: its id, or ids joined with <c>.</c> inside a nested workflow.</summary>
    public required string Path { get; init; }

    /// <summary>The status of its last iteration.</summary>
    public required NodeStatus Status { get; init; }

    /// <summary>Its last iteration, counted from 1; 0 before the first.</summary>
    public required int Iteration { get; init; }

    /// <summary>Every iteration that began, oldest first.</summary>
    public IReadOnlyList<NodeIteration> Iterations { get; set; } = [];
}
