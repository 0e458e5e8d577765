using Swarm.Contracts.Statuses;

namespace Swarm.Functions.Orchestrations;

/// <summary>One thing that happened in a run's graph: a node's iteration ended, or a loop edge was taken.</summary>
public sealed record ProgressStep
{
    /// <summary>The node's path; of a loop edge, where it leads from.</summary>
    public required string Node { get; init; }

    /// <summary>The node's iteration.</summary>
    public required int Iteration { get; init; }

    /// <summary>How the iteration ended; null for a loop edge.</summary>
    public NodeStatus? Status { get; init; }

    public string? Reason { get; init; }

    /// <summary>The attempt of the run whose result it keeps, or follows; null when it ran in this one.</summary>
    public int? KeptFrom { get; init; }

    /// <summary>The work item whose report holds the output; null when there is none.</summary>
    public string? WorkItemId { get; init; }

    /// <summary>Where its output lies, for a node that is no single work item; null when there is none.</summary>
    public string? ResultRow { get; init; }

    /// <summary>The loop edge; null for a node's end.</summary>
    public LoopStep? Loop { get; init; }
}
