namespace Swarm.Core.Workflows;

/// <summary>The fields of what a hierarchy puts out.</summary>
public static class HierarchyOutput
{
    /// <summary>What the director gave as the result, or what the fallback put out.</summary>
    public const string Result = "result";

    /// <summary>How many plans were carried out.</summary>
    public const string Rounds = "rounds";

    /// <summary>How many subtasks there were.</summary>
    public const string Subtasks = "subtasks";

    /// <summary>Why the fallback took the director's place; empty when it did not.</summary>
    public const string Fallback = "fallback";

    public static readonly IReadOnlyList<string> Fields = [Result, Rounds, Subtasks, Fallback];
}
