using Swarm.Functions.Orchestrations;

namespace Swarm.Functions.Scopes;

/// <summary>What a director has planned so far, as it is stored.</summary>
public sealed record PlanDocument
{
    /// <summary>How often it had been asked when this was written.</summary>
    public int Iteration { get; init; }

    /// <summary>What came of its last answer; a repeated step says the same again.</summary>
    public PlanRead? Last { get; init; }

    /// <summary>What was wrong with its last answer.</summary>
    public IReadOnlyList<string>? Errors { get; init; }

    /// <summary>Its subtasks, in the order in which they were planned.</summary>
    public IReadOnlyList<PlannedSubtask>? Subtasks { get; init; }

    /// <summary>How many plans were carried out.</summary>
    public int Rounds { get; init; }
}
