namespace Swarm.Functions.WorkItems;

/// <summary>What run events say of a work item.</summary>
public sealed record WorkEventData
{
    public required string WorkItemId { get; init; }

    public int? Attempt { get; init; }

    public string? Tool { get; init; }

    public string? WorkerId { get; init; }

    public int? Deliveries { get; init; }

    public string? DeadLetterId { get; init; }

    public string? Reason { get; init; }

    /// <summary>The number of the directive that it was told.</summary>
    public int? Directive { get; init; }
}
