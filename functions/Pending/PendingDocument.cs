namespace Swarm.Functions.Pending;

/// <summary>What is stored of an effect that is still to do.</summary>
public sealed record PendingDocument
{
    /// <summary>Names the handler that redoes it, one of <see cref="PendingKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The run whose row says whether and how to do it.</summary>
    public required string RunId { get; init; }

    /// <summary>
    /// The work item, for effects of work items; the row of a node that waits, for one that is to wake.
    /// </summary>
    public string? WorkItemId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How often in a row a sweep failed to do it.</summary>
    public int Failures { get; init; }
}
