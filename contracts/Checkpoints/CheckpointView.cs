using Swarm.Contracts.Content;
using Swarm.Contracts.Statuses;

namespace Swarm.Contracts.Checkpoints;

/// <summary>A question that a run asks a person.</summary>
public sealed record CheckpointView
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The run that asks.</summary>
    public required string RunId { get; init; }

    /// <summary>The path of the node that asks.</summary>
    public required string Node { get; init; }

    /// <summary>The node's iteration.</summary>
    public required int Iteration { get; init; }

    /// <summary>What is asked; the beginning of it where it is long.</summary>
    public required string Question { get; init; }

    /// <summary>Where all that is asked is, if it is long; null otherwise.</summary>
    public ContentReference? QuestionContent { get; init; }

    /// <summary>Where it stands.</summary>
    public required CheckpointStatus Status { get; init; }

    /// <summary>Since when an answer is waited for.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Until when.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was answered, or its time was over; null before.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>True when nobody answered in time, and the workflow's own rule decided.</summary>
    public bool Expired { get; init; }

    /// <summary>What the person wrote.</summary>
    public string? Feedback { get; init; }

    /// <summary>What is to be done about it.</summary>
    public string? Correction { get; init; }

    /// <summary>
    /// How often the work before it can still be done again by a correction; null where the workflow's own edges decide
    /// what a correction leads to.
    /// </summary>
    public int? CorrectionsLeft { get; init; }
}
