using NodeRetryPolicy = Swarm.Core.Workflows.RetryPolicy;

namespace Swarm.Functions.Orchestrations;

/// <summary>One iteration of a node: what its orchestration is started with.</summary>
public sealed record NodeRun
{
    public required RunReference Run { get; init; }

    public required string Node { get; init; }

    public required int Iteration { get; init; }

    public required NodeRetryPolicy Retry { get; init; }

    /// <summary>
    /// The nodes that it refers to, each with the work item whose result counts now. Which iteration that is, the
    /// graph knows and the rows do not.
    /// </summary>
    public required IReadOnlyDictionary<string, string> Upstream { get; init; }
}
