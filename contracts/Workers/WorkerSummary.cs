using Swarm.Contracts.Statuses;

namespace Swarm.Contracts.Workers;

/// <summary>A worker, as lists show it.</summary>
public sealed record WorkerSummary
{
    /// <summary>Its id, a lower-case ULID.</summary>
    public required string Id { get; init; }

    /// <summary>Its name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands.</summary>
    public required WorkerStatus Status { get; init; }

    /// <summary>Operating system and architecture.</summary>
    public string? Platform { get; init; }

    /// <summary>The worker agent's version.</summary>
    public string? AgentVersion { get; init; }

    /// <summary>The tools that it can run.</summary>
    public IReadOnlyList<string> Tools { get; set; } = [];

    /// <summary>How many work items it runs at once.</summary>
    public int Slots { get; init; }

    /// <summary>The work items that it held at its last heartbeat.</summary>
    public IReadOnlyList<string> WorkItems { get; set; } = [];

    /// <summary>When it joined first.</summary>
    public DateTimeOffset JoinedAt { get; init; }

    /// <summary>When it was heard last.</summary>
    public DateTimeOffset? LastSeenAt { get; init; }
}
