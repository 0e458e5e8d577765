using Swarm.Contracts.Allocation;
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

    /// <summary>Its labels, those that people gave it included.</summary>
    public IReadOnlyList<string> Labels { get; set; } = [];

    /// <summary>What it is set up for; anything when empty.</summary>
    public IReadOnlyList<Specialisation> Specialisations { get; set; } = [];

    /// <summary>Whose it is; null when it works for everybody.</summary>
    public string? Owner { get; init; }

    /// <summary>Whether it may see sensitive work.</summary>
    public bool Trusted { get; init; }

    /// <summary>Whether its key was taken away; it is out until it joins again.</summary>
    public bool Revoked { get; init; }

    /// <summary>Counts the changes that people made, for <c>If-Match</c>.</summary>
    public int Revision { get; init; }
}
