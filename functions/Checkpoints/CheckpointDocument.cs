using Swarm.Contracts.Checkpoints;
using Swarm.Contracts.Content;
using Swarm.Contracts.Statuses;
using Swarm.Core.Workflows;
using Swarm.Functions.Orchestrations;

namespace Swarm.Functions.Checkpoints;

/// <summary>A checkpoint, as it is stored.</summary>
public sealed record CheckpointDocument
{
    public required string Id { get; init; }

    public required string RunId { get; init; }

    /// <summary>The path of the node that asks.</summary>
    public required string Node { get; init; }

    public required int Iteration { get; init; }

    /// <summary>The node about which it asks, or before which; null for a node that asks for itself.</summary>
    public NodeMark? About { get; init; }

    /// <summary>As what it was opened by hand; null for one that nobody has opened so.</summary>
    public int? Opened { get; init; }

    /// <summary>The attempt of the run that asks; 0 in rows that are older than questions about results.</summary>
    public int RunAttempt { get; init; }

    /// <summary>The orchestration that waits for the answer.</summary>
    public required string InstanceId { get; init; }

    /// <summary>What is asked; the beginning of it where it is long.</summary>
    public required string Question { get; init; }

    /// <summary>Where all that is asked is, if it is long.</summary>
    public ContentReference? QuestionContent { get; init; }

    public CheckpointStatus Status { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public CheckpointExpiry OnExpiry { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    public bool Expired { get; init; }

    public string? Feedback { get; init; }

    public string? Correction { get; init; }

    /// <summary>
    /// How often the work before it can still be done again; null where a correction is the workflow's own affair.
    /// </summary>
    public int? CorrectionsLeft { get; init; }

    /// <summary>True once the orchestration that waits knows the answer.</summary>
    public bool IsSettled { get; init; }

    public CheckpointView ToView() => new()
    {
        Id = Id,
        RunId = RunId,
        Node = Node,
        Iteration = Iteration,
        Question = Question,
        QuestionContent = QuestionContent,
        Status = Status,
        OpenedAt = OpenedAt,
        ExpiresAt = ExpiresAt,
        ClosedAt = ClosedAt,
        Expired = Expired,
        Feedback = Feedback,
        Correction = Correction,
        CorrectionsLeft = CorrectionsLeft,
    };
}
