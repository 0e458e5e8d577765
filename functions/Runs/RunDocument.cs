using System.Text.Json;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Core.Statuses;
using Swarm.Core.Workflows;
using Swarm.Functions.Orchestrations;

namespace Swarm.Functions.Runs;

/// <summary>
/// A run, as it is stored. While its status is pending, the start of its orchestration may still have to be done.
/// </summary>
public sealed record RunDocument
{
    public required string Id { get; init; }

    public required int Number { get; init; }

    public required string WorkflowId { get; init; }

    public required string WorkflowName { get; init; }

    public required int WorkflowVersion { get; init; }

    public required RunStatus Status { get; init; }

    /// <summary>How often its orchestration was started anew; part of every id that is derived from the run.</summary>
    public int Attempt { get; init; } = 1;

    public int Progress { get; init; }

    /// <summary>The schedule or task that it comes from; null for a run that somebody asked for.</summary>
    public RunOrigin? Origin { get; init; }

    /// <summary>How many of its nodes wait for somebody to decide.</summary>
    public int Undecided { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public string? Reason { get; init; }

    public IReadOnlyDictionary<string, JsonElement> Inputs { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Who started it; null when nobody in particular did.</summary>
    public string? User { get; init; }

    /// <summary>How many checkpoints of it wait for an answer.</summary>
    public int OpenCheckpoints { get; init; }

    /// <summary>What the control row says, for lists; a run that has ended is not paused.</summary>
    public bool Paused { get; init; }

    /// <summary>True when it has ended because somebody stopped it.</summary>
    public bool Stopped { get; init; }

    /// <summary>From where on its last attempt runs anew; null where it keeps all that has completed.</summary>
    public NodeMark? From { get; init; }

    /// <summary>By node, the named values that somebody has given it in place of those of the workflow.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? Edits { get; init; }

    /// <summary>The run's branch; null for a run without a repository.</summary>
    public string? Branch { get; init; }

    /// <summary>What its orchestrations are started with: a retried run keeps what has completed.</summary>
    public RunReference ToReference() => new(Id, Attempt) { KeepFloor = Attempt > 1 ? 1 : 0 };

    /// <summary>The repository that its nodes work in; null for none.</summary>
    public string? Repository() => TextIn(Inputs, InputNames.Repository);

    /// <summary>What its branch starts from; null for the repository's current branch.</summary>
    public string? Base() => TextIn(Inputs, InputNames.Base);

    /// <summary>One more of its checkpoints waits for an answer, or one less.</summary>
    public RunDocument WithCheckpoints(int change)
    {
        var open = Math.Max(0, OpenCheckpoints + change);
        return this with
        {
            OpenCheckpoints = open,
            Status = HasEnded() ? Status : open > 0 ? RunStatus.Checkpoint : RunStatus.InProgress,
        };
    }

    /// <summary>One more of its nodes waits for somebody to decide.</summary>
    public RunDocument WithQuestion() => HasEnded()
        ? this
        : this with { Undecided = Undecided + 1, Status = RunStatus.Checkpoint };

    /// <summary>Somebody has decided for one of its nodes.</summary>
    public RunDocument WithAnswer() => HasEnded()
        ? this
        : this with
        {
            Undecided = Math.Max(Undecided - 1, 0),
            Status = Undecided > 1 ? RunStatus.Checkpoint : RunStatus.InProgress,
        };

    public bool HasEnded() => StatusRules.IsFinal(Status);

    public RunSummary ToSummary() => new()
    {
        Id = Id,
        Number = Number,
        WorkflowId = WorkflowId,
        WorkflowName = WorkflowName,
        WorkflowVersion = WorkflowVersion,
        Status = Status,
        Progress = Progress,
        CreatedAt = CreatedAt,
        StartedAt = StartedAt,
        FinishedAt = FinishedAt,
        Reason = Reason,
        Paused = Paused,
        Stopped = Stopped,
        Attempt = Attempt,
    };

    /// <summary>The branch of a run that has a repository.</summary>
    public static string BranchOf(string runId) => $"swarm/run/{runId}";

    /// <summary>A text among inputs; null when it is not given or empty.</summary>
    public static string? TextIn(IReadOnlyDictionary<string, JsonElement> inputs, string name) =>
        inputs.TryGetValue(name, out var value)
        && value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: > 0 } text
            ? text
            : null;
}
