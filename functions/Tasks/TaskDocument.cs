using Swarm.Contracts.Statuses;
using Swarm.Contracts.Tasks;
using Swarm.Core.Tasks.Templates;

namespace Swarm.Functions.Tasks;

/// <summary>A task, as it is stored: its newest version and where it stands.</summary>
public sealed record TaskDocument
{
    public required string Id { get; init; }

    public required TaskSpec Spec { get; init; }

    /// <summary>The number of the newest version.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Counts everything that changed.</summary>
    public int Revision { get; init; } = 1;

    /// <summary>How often it was started; part of the ids of the orchestration and the run.</summary>
    public int Start { get; init; }

    /// <summary>When it was started last.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>True from its start until it has a run: what it depends on may have to complete first.</summary>
    public bool Waiting { get; init; }

    public bool Cancelled { get; init; }

    /// <summary>Why its last start brought no run; null when it did.</summary>
    public string? StartFailure { get; init; }

    /// <summary>The run of its last start.</summary>
    public string? RunId { get; init; }

    /// <summary>
    /// True when that run has a director; the template's subtasks are then only what may take its place.
    /// </summary>
    public bool IsDirected { get; init; }

    /// <summary>Who has broken it down for that run; null before that is decided.</summary>
    public TaskDecomposition? Decomposition { get; init; }

    /// <summary>The subtasks of that run; empty before.</summary>
    public IReadOnlyList<SubtaskTemplate> Subtasks { get; init; } = [];

    /// <summary>Who made its newest version, and for whom its runs are; null when nobody in particular did.</summary>
    public string? User { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>What the API tells of it.</summary>
    /// <param name="status">Where it stands.</param>
    /// <param name="progress">How much is done.</param>
    /// <param name="reason">Why it failed or was cancelled.</param>
    /// <param name="waitsFor">What has to complete before.</param>
    public TaskDetail ToDetail(RunStatus status, int progress, string? reason, IReadOnlyList<string> waitsFor) => new()
    {
        Id = Id,
        Task = Spec,
        Version = Version,
        Status = status,
        Progress = progress,
        Decomposition = Decomposition,
        WaitsFor = waitsFor,
        RunId = RunId,
        Reason = reason,
        Revision = Revision,
        CreatedAt = CreatedAt,
        UpdatedAt = UpdatedAt,
    };
}
