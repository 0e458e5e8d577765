using Swarm.Contracts.Statuses;

namespace Swarm.Core.Leases;

/// <summary>What a work item's row says about its lease.</summary>
public sealed record LeaseState
{
    public WorkItemStatus Status { get; init; } = WorkItemStatus.Queued;

    /// <summary>The fencing token; it only grows.</summary>
    public long Token { get; init; }

    public string? WorkerId { get; init; }

    /// <summary>How often it was claimed since it was queued first, or replayed.</summary>
    public int Deliveries { get; init; }

    public DateTimeOffset? ClaimedAt { get; init; }
}
