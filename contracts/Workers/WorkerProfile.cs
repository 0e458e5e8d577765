using System.Text.Json.Serialization;
using Swarm.Contracts.Allocation;

namespace Swarm.Contracts.Workers;

/// <summary>What a worker's owner has set up there, and what its machine is.</summary>
public sealed record WorkerProfile
{
    /// <summary>Labels that work may ask for.</summary>
    /// <value>Empty by default; at most 32.</value>
    public IReadOnlyList<string> Labels { get; set; } = [];

    /// <summary>What it is set up for.</summary>
    /// <value>Empty by default: anything.</value>
    public IReadOnlyList<Specialisation> Specialisations { get; set; } = [];

    /// <summary>How freely work may act there at most.</summary>
    /// <value><see cref="PermissionLevel.Autonomous"/> by default.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)] // Its default is not that of the enum.
    public PermissionLevel Permission { get; set; } = PermissionLevel.Autonomous;

    /// <summary>When it takes no more.</summary>
    public WorkerThresholds Thresholds { get; set; } = new();

    /// <summary>How many processors its machine has; null if unknown.</summary>
    public int? CpuCount { get; init; }

    /// <summary>How much memory its machine has; null if unknown.</summary>
    public long? MemoryTotalBytes { get; init; }
}
