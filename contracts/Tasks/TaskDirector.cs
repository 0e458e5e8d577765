namespace Swarm.Contracts.Tasks;

/// <summary>
/// Has a director break a task down. Its template is what is done when no director can be had, or it gives no plan.
/// </summary>
public sealed record TaskDirector
{
    /// <summary>The tool that plans; the first of the task's tools when neither this nor a program is named.</summary>
    public string? Tool { get; init; }

    /// <summary>Program and arguments that print a plan, in place of a tool that is asked; at most 50.</summary>
    public IReadOnlyList<string>? Run { get; init; }

    /// <summary>How often in a row a plan that is wrong goes back, 0 to 10.</summary>
    /// <value>3 when it is null.</value>
    public int? Corrections { get; init; }

    /// <summary>How many subtasks it may plan, 1 to 1,000.</summary>
    /// <value>50 when it is null.</value>
    public int? Subtasks { get; init; }

    /// <summary>How many plans are carried out, 1 to 50.</summary>
    /// <value>5 when it is null.</value>
    public int? Rounds { get; init; }

    /// <summary>How long the whole may last, from a second to 90 days.</summary>
    /// <value>A day when it is null.</value>
    public TimeSpan? Time { get; init; }

    /// <summary>What the whole may cost in US dollars, as far as its tools tell; null for no limit.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>How long its first plan is waited for, from a second to 7 days.</summary>
    /// <value>15 minutes when it is null.</value>
    public TimeSpan? Patience { get; init; }
}
