namespace Swarm.Contracts.DeadLetters;

/// <summary>
/// A work item that was delivered too often without a result, and is parked until somebody decides. Its node waits.
/// </summary>
public sealed record DeadLetter
{
    /// <summary>Its id; a work item that is parked again gets another.</summary>
    public required string Id { get; init; }

    /// <summary>Where it stands.</summary>
    public required DeadLetterStatus Status { get; init; }

    /// <summary>The run that it belongs to.</summary>
    public required string RunId { get; init; }

    /// <summary>The work item.</summary>
    public required string WorkItemId { get; init; }

    /// <summary>The node.</summary>
    public required string Node { get; init; }

    /// <summary>The node's iteration, counted from 1.</summary>
    public required int Iteration { get; init; }

    /// <summary>The attempt within the iteration, counted from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>The tool that was to do it.</summary>
    public required string Tool { get; init; }

    /// <summary>Why it was parked.</summary>
    public required string Reason { get; init; }

    /// <summary>When it was parked.</summary>
    public required DateTimeOffset ParkedAt { get; init; }

    /// <summary>When it is dropped by itself unless somebody decides before.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was settled; null while it is parked.</summary>
    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>Who settled it; null while it is parked, and when nobody did.</summary>
    public string? SettledBy { get; init; }

    /// <summary>Its deliveries, the oldest first.</summary>
    public required IReadOnlyList<LostDelivery> Deliveries { get; init; }
}
