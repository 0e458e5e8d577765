namespace Swarm.Core.Workflows;

/// <summary>How many of the branches that lead to a node it waits for.</summary>
public sealed record JoinRule
{
    /// <summary>Every branch that can still come, and at least one.</summary>
    public static readonly JoinRule All = new() { Kind = JoinKind.All };

    /// <summary>The first branch.</summary>
    public static readonly JoinRule Any = new() { Kind = JoinKind.Any };

    public JoinKind Kind { get; init; } = JoinKind.All;

    /// <summary>
    /// For <see cref="JoinKind.Count"/>: this many branches; when fewer can come the node is skipped.
    /// </summary>
    public int Count { get; init; } = 1;

    public static JoinRule Of(int count) => new() { Kind = JoinKind.Count, Count = count };
}
