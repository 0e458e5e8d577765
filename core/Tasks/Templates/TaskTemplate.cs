namespace Swarm.Core.Tasks.Templates;

/// <summary>How tasks of a kind are broken down into subtasks.</summary>
public sealed record TaskTemplate
{
    /// <summary>Its name, such as <c>develop_feature</c>.</summary>
    public required string Name { get; init; }

    public string? Description { get; init; }

    /// <summary>The subtasks in file order.</summary>
    public required IReadOnlyList<SubtaskTemplate> Subtasks { get; init; }

    /// <summary>How a director breaks such tasks down; null for as Swarm itself says.</summary>
    public Directions? Directions { get; init; }
}
