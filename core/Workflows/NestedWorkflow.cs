namespace Swarm.Core.Workflows;

/// <summary>The workflow that a node stands for: a stored one by its name, or one written into the file.</summary>
public sealed record NestedWorkflow
{
    /// <summary>The name of a stored workflow; null for one that is written into the file.</summary>
    public string? Name { get; init; }

    /// <summary>Its version; null for the newest when the node starts.</summary>
    public int? Version { get; init; }

    /// <summary>The workflow in the file; null for a stored one.</summary>
    public WorkflowDefinition? Definition { get; init; }
}
