using Swarm.Contracts.Statuses;

namespace Swarm.Functions.Checkpoints;

/// <summary>What a run's history says of a checkpoint.</summary>
public sealed record CheckpointEventData
{
    public required string CheckpointId { get; init; }

    public string? Question { get; init; }

    public CheckpointStatus? Status { get; init; }

    public bool? Expired { get; init; }

    public string? Feedback { get; init; }
}
