using System.Text.Json;
using Swarm.Core.Graph;
using Swarm.Core.Workflows;

namespace Swarm.Functions.Orchestrations;

/// <summary>
/// How an iteration of a node ended, its attempts spent. Its size is bounded: it goes into histories.
/// </summary>
public sealed record NodeEnded
{
    public required NodeOutcome Outcome { get; init; }

    /// <summary>What conditions look at; null when nothing was reported.</summary>
    public JsonElement? Output { get; init; }

    public string? Reason { get; init; }

    /// <summary>The work item of the last attempt; null when there was none.</summary>
    public string? WorkItemId { get; init; }

    /// <summary>Where its result lies, for one that is no single work item; null otherwise.</summary>
    public string? ResultRow { get; init; }

    /// <summary>The attempt of the run whose result it is; null when it ran in this one.</summary>
    public int? KeptFrom { get; init; }

    /// <summary>How its last attempt failed; null where it did not, or was not even asked for.</summary>
    public FailureKind? Failure { get; init; }

    /// <summary>Whether another attempt may help.</summary>
    public bool Retryable { get; init; }

    /// <summary>
    /// True when it has not begun, as a person wants the work before it to be done again; what he said lies in the
    /// result row.
    /// </summary>
    public bool IsSentBack { get; init; }

    /// <summary>What others read its result by; null when it has none.</summary>
    public string? Result() => ResultRow ?? WorkItemId;

    public static NodeEnded Cancelled(string reason, string? workItemId = null) =>
        new() { Outcome = NodeOutcome.Cancelled, Reason = reason, WorkItemId = workItemId };

    public static NodeEnded Failed(string? reason, string? workItemId = null) =>
        new() { Outcome = NodeOutcome.Failed, Reason = reason, WorkItemId = workItemId };
}
