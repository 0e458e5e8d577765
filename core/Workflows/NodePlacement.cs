using System.Text.Json.Serialization;
using Swarm.Contracts.Allocation;
using Swarm.Core.Allocation;

namespace Swarm.Core.Workflows;

/// <summary>Where a node's work may and should be done.</summary>
public sealed record NodePlacement
{
    public static NodePlacement Anywhere { get; } = new();

    /// <summary>Labels that the worker must have, all of them.</summary>
    public IReadOnlyList<string> Labels { get; set; } = [];

    public Specialisation? Specialisation { get; init; }

    /// <summary>The versions of the tool that will do; see <see cref="VersionRange"/>.</summary>
    public string? Version { get; init; }

    /// <summary>Idle processors.</summary>
    public double? Cpus { get; init; }

    /// <summary>Free memory.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Free disk.</summary>
    public long? DiskBytes { get; init; }

    public Privacy Privacy { get; init; }

    /// <summary>How freely the work acts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)] // Its default is not that of the enum.
    public PermissionLevel Permission { get; set; } = PermissionLevel.Autonomous;

    /// <summary>The conversation that it goes on with where it can.</summary>
    public string? Session { get; init; }

    /// <summary>The model that had better be loaded.</summary>
    public string? Model { get; init; }

    public IReadOnlyList<string> PreferredLabels { get; set; } = [];

    public IReadOnlyList<string> PreferredTools { get; set; } = [];
}
