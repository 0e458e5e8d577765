using Swarm.Contracts.Allocation;
using Swarm.Contracts.Statuses;

namespace Swarm.Core.Allocation;

/// <summary>A worker as the allocator sees it.</summary>
public sealed record WorkerCandidate
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public WorkerStatus Status { get; init; }

    /// <summary>Why it cannot work, for the status error.</summary>
    public string? Problem { get; init; }

    public IReadOnlyList<WorkerTool> Tools { get; init; } = [];

    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>What it is set up for; with none it does anything.</summary>
    public IReadOnlyList<Specialisation> Specialisations { get; init; } = [];

    public int Slots { get; init; } = 1;

    public int UsedSlots { get; init; }

    public MachineState Machine { get; init; } = new();

    public MachineThresholds Thresholds { get; init; } = new();

    /// <summary>Whether an administrator lets it see sensitive work.</summary>
    public bool Trusted { get; init; }

    /// <summary>Whose machine it is; null when it belongs to nobody in particular and works for everybody.</summary>
    public string? Owner { get; init; }

    /// <summary>With whom its owner shares it.</summary>
    public IReadOnlyList<string> SharedWith { get; init; } = [];

    /// <summary>How freely work may act there at most.</summary>
    public PermissionLevel Permission { get; init; } = PermissionLevel.Autonomous;

    public WarmState Warm { get; init; } = WarmState.None;

    /// <summary>Since when it has had nothing to do; null while it has.</summary>
    public DateTimeOffset? IdleSince { get; init; }

    public double Load => Slots > 0 ? (double)UsedSlots / Slots : 1;
}
