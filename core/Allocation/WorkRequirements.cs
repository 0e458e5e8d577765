using Swarm.Contracts.Allocation;

namespace Swarm.Core.Allocation;

/// <summary>What a work item asks of the worker that does it.</summary>
public sealed record WorkRequirements
{
    public required string Tool { get; init; }

    public VersionRange? Version { get; init; }

    /// <summary>The worker has all of them.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    public Specialisation? Specialisation { get; init; }

    /// <summary>Processors that are idle.</summary>
    public double? Cpus { get; init; }

    /// <summary>Memory that is free.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Disk that is free.</summary>
    public long? DiskBytes { get; init; }

    public Privacy Privacy { get; init; }

    /// <summary>How freely it acts.</summary>
    public PermissionLevel Permission { get; init; } = PermissionLevel.Autonomous;

    /// <summary>For whom it is done; null for nobody in particular.</summary>
    public string? User { get; init; }

    public string? Repository { get; init; }

    public string? Session { get; init; }

    public string? Model { get; init; }

    /// <summary>Wishes: whoever has more of these labels suits better.</summary>
    public IReadOnlyList<string> PreferredLabels { get; init; } = [];

    /// <summary>Wishes: whoever has more of these tools suits better.</summary>
    public IReadOnlyList<string> PreferredTools { get; init; } = [];

    /// <summary>Workers that were given it and did not claim it in time.</summary>
    public IReadOnlyList<string> NotClaimedBy { get; init; } = [];

    /// <summary>The worker that holds the conversation it goes on with; null for nobody.</summary>
    public string? Holder { get; init; }

    /// <summary>Workers that had it and refused it.</summary>
    public IReadOnlyList<WorkRefusal> RefusedBy { get; init; } = [];
}
