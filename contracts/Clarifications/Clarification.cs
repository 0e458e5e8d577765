namespace Swarm.Contracts.Clarifications;

/// <summary>A question that a work item asks in the middle of its work.</summary>
public sealed record Clarification
{
    /// <summary>Its id, derived from the work item and the lease under which it was asked.</summary>
    public required string Id { get; init; }

    /// <summary>Where it stands.</summary>
    public required ClarificationStatus Status { get; init; }

    /// <summary>The run that the work item belongs to.</summary>
    public required string RunId { get; init; }

    /// <summary>The work item that asks.</summary>
    public required string WorkItemId { get; init; }

    /// <summary>The path of its node.</summary>
    public required string Node { get; init; }

    /// <summary>The node's iteration.</summary>
    public required int Iteration { get; init; }

    /// <summary>The tool that asks.</summary>
    public required string Tool { get; init; }

    /// <summary>The worker that holds the conversation.</summary>
    public required string WorkerId { get; init; }

    /// <summary>What is asked.</summary>
    public required string Question { get; init; }

    /// <summary>Answers to choose from; another one may be given as well.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyList<string> Options { get; set; } = [];

    /// <summary>What is assumed when nobody answers in time; null when whoever asks named nothing.</summary>
    public string? Assumption { get; init; }

    /// <summary>Since when an answer is waited for.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>Until when.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was closed; null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>What the work goes on with; null for one that is open or ended with its work.</summary>
    public string? Answer { get; init; }

    /// <summary>Who answered; null when nobody did.</summary>
    public string? AnsweredBy { get; init; }
}
