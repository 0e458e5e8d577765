namespace Swarm.Functions.Orchestrations;

/// <summary>What a director's answer is.</summary>
public sealed record PlanRead
{
    /// <summary>True when it says that all is done; the result is stored.</summary>
    public bool IsDone { get; init; }

    /// <summary>True when it is a plan; its graph is stored.</summary>
    public bool IsPlan { get; init; }

    /// <summary>How many subtasks the plan has.</summary>
    public int? Subtasks { get; init; }

    /// <summary>What is wrong with it; the director is told. Null when nothing is.</summary>
    public string? Problem { get; init; }

    /// <summary>Why nothing more may be done; null while something may.</summary>
    public string? Exhausted { get; init; }
}
