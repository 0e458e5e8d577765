using System.Text.Json;
using Swarm.Contracts.Checkpoints;

namespace Swarm.Core.Workflows;

/// <summary>
/// A workflow as the engine runs it: validated, defaults filled in, every edge a single from → to. It is stored as
/// JSON with the version that a run keeps, so properties are added and never renamed.
/// </summary>
public sealed record WorkflowDefinition
{
    /// <summary>The version of the language, not of the workflow.</summary>
    public int Version { get; init; } = WorkflowLimits.LanguageVersion;

    public required string Name { get; init; }

    public string? Description { get; init; }

    public required WorkflowPattern Pattern { get; init; }

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<InputDefinition> Inputs { get; init; } = [];

    /// <summary>In the order of the file.</summary>
    public required IReadOnlyList<NodeDefinition> Nodes { get; init; }

    /// <summary>First those of <c>needs</c>, then those of <c>edges</c>, each in the order of the file.</summary>
    public IReadOnlyList<EdgeDefinition> Edges { get; init; } = [];

    /// <summary>How often a run of it asks a person; null for only where a node asks.</summary>
    public CheckpointFrequency? Checkpoints { get; init; }

    /// <summary>How many nodes run at a time; null for as many as are ready.</summary>
    public int? MaxParallel { get; init; }

    /// <summary>For a mixture, how its answers become one result.</summary>
    public MixtureDefinition? Mixture { get; init; }

    /// <summary>For a hierarchy, what its director may have done.</summary>
    public HierarchyDefinition? Hierarchy { get; init; }

    /// <summary>True when the first failure also ends the nodes that run beside it.</summary>
    public bool FailFast { get; init; }

    /// <summary>
    /// What the workflow puts out, by name; the values may hold references. Null when the file names none.
    /// </summary>
    public IReadOnlyDictionary<string, JsonElement>? Outputs { get; init; }
}
