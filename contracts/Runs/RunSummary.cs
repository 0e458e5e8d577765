using Swarm.Contracts.Statuses;

namespace Swarm.Contracts.Runs;

/// <summary>A run, as lists show it.</summary>
public sealed record RunSummary
{
    /// <summary>Its id, a lower-case ULID.</summary>
    public required string Id { get; init; }

    /// <summary>Its number among the runs of its workflow, counted from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The workflow that it runs.</summary>
    public required string WorkflowId { get; init; }

    /// <summary>The workflow's name when the run was made.</summary>
    public required string WorkflowName { get; init; }

    /// <summary>The version that the run keeps to its end.</summary>
    public required int WorkflowVersion { get; init; }

    /// <summary>Where it stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>How much is done, 0 to 100.</summary>
    public required int Progress { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it began; null before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null before.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Why it failed or was cancelled, in words; null otherwise.</summary>
    public string? Reason { get; init; }

    /// <summary>True while it is paused: what runs finishes, nothing new begins.</summary>
    public bool Paused { get; init; }

    /// <summary>True when it is cancelled because somebody stopped it, so that it can be retried.</summary>
    public bool Stopped { get; init; }

    /// <summary>How often it was begun, counted from 1; each retry is one more.</summary>
    public int Attempt { get; set; } = 1;
}
