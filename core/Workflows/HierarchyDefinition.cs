namespace Swarm.Core.Workflows;

/// <summary>What a director may have done, and how much of it.</summary>
public sealed record HierarchyDefinition
{
    /// <summary>The id of the node that plans.</summary>
    public const string Director = "director";

    /// <summary>
    /// The id of the node that takes the director's place when it gives no plan; a file need not have it.
    /// </summary>
    public const string Fallback = "fallback";

    /// <summary>What a subtask can be, by name; each is a node without an id of its own.</summary>
    public required IReadOnlyList<NodeDefinition> Workers { get; init; }

    /// <summary>How deep directors may have subtasks planned by directors.</summary>
    public int MaxDepth { get; init; }

    /// <summary>How many subtasks it may plan, over all rounds.</summary>
    public int MaxNodes { get; init; }

    /// <summary>How many plans it may have carried out.</summary>
    public int MaxRounds { get; init; }

    /// <summary>How often in a row a plan that is wrong goes back to it.</summary>
    public int MaxCorrections { get; init; }

    /// <summary>How long the whole may last.</summary>
    public TimeSpan MaxTime { get; init; }

    /// <summary>How long the first plan is waited for where there is a fallback; null without one.</summary>
    public TimeSpan? Patience { get; init; }

    /// <summary>What the whole may cost in US dollars, as far as its tools tell; null for no limit.</summary>
    public decimal? MaxCostUsd { get; init; }
}
