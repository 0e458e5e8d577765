using System.Text.Json;
using Swarm.Contracts.Statuses;

namespace Swarm.Contracts.Runs;

/// <summary>One time that a node ran.</summary>
public sealed record NodeIteration
{
    /// <summary>Which one, counted from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Where it stands.</summary>
    public required NodeStatus Status { get; init; }

    /// <summary>
    /// The attempt of the run in which it ran, counted from 1: less than the run's own where a retry has kept it.
    /// </summary>
    public int RunAttempt { get; set; } = 1;

    /// <summary>Its attempts so far; more than one when it was retried.</summary>
    public required int Attempts { get; init; }

    /// <summary>The work item of its last attempt.</summary>
    public string? WorkItemId { get; init; }

    /// <summary>The worker that has or had it.</summary>
    public string? WorkerId { get; init; }

    /// <summary>When its work item was queued.</summary>
    public DateTimeOffset? QueuedAt { get; init; }

    /// <summary>When a worker claimed it; null before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null before.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>
    /// While its work item is queued and nobody takes it: which workers do not, and why, in words. Null otherwise.
    /// </summary>
    public string? WaitingForWorker { get; init; }

    /// <summary>Its output, at most 4 KiB of it (long texts cut); null before the end.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>The commit that it brought into the run's branch, if any.</summary>
    public string? Commit { get; init; }

    /// <summary>Why it failed, in words; null otherwise.</summary>
    public string? Reason { get; init; }
}
