using Swarm.Contracts.Content;
using Swarm.Contracts.Snapshots;

namespace Swarm.Contracts.WorkItems;

/// <summary>
/// The result of a work item. Reporting it again is answered as the first time; a stale token is refused.
/// </summary>
public sealed record ReportRequest
{
    /// <summary>The run that it belongs to.</summary>
    public required string RunId { get; init; }

    /// <summary>The fencing token.</summary>
    public required long Token { get; init; }

    /// <summary>How it ended.</summary>
    public required Statuses.WorkItemOutcome Outcome { get; init; }

    /// <summary>The exit code of the command; null if it did not run to its end.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The end of what it printed to standard output, at most 8 KiB.</summary>
    public string? Stdout { get; init; }

    /// <summary>The end of what it printed to standard error, at most 8 KiB.</summary>
    public string? Stderr { get; init; }

    /// <summary>
    /// True when an earlier part of the output was left out of <see cref="Stdout"/> or <see cref="Stderr"/>.
    /// </summary>
    public bool OutputCut { get; init; }

    /// <summary>
    /// All that it printed to standard output, stored before the report; null when <see cref="Stdout"/> has it all.
    /// </summary>
    public ContentReference? StdoutContent { get; init; }

    /// <summary>
    /// All that it printed to standard error, stored before the report; null when <see cref="Stderr"/> has it all.
    /// </summary>
    public ContentReference? StderrContent { get; init; }

    /// <summary>The commit that it brought into the run's branch, if any.</summary>
    public string? Commit { get; init; }

    /// <summary>Why it failed, in words.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// True when trying again may help; false for what a person must change first (a conflict in git, for one).
    /// </summary>
    public bool Retryable { get; set; } = true;

    /// <summary>What it used, for tools that tell.</summary>
    public ToolUsage? Usage { get; init; }

    /// <summary>
    /// For <see cref="Statuses.WorkItemOutcome.Refused"/>: when this worker may take it; null for never.
    /// </summary>
    public DateTimeOffset? RefusedUntil { get; init; }

    /// <summary>For <see cref="Statuses.WorkItemOutcome.Asked"/>: the question.</summary>
    public WorkQuestion? Question { get; init; }

    /// <summary>
    /// For <see cref="Statuses.WorkItemOutcome.Asked"/>: the progress so far; null leaves what was saved before.
    /// </summary>
    public WorkSnapshot? Snapshot { get; init; }

    /// <summary>When the work began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the work ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }
}
