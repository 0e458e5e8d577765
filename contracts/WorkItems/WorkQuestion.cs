namespace Swarm.Contracts.WorkItems;

/// <summary>What a work item must know before it can go on.</summary>
public sealed record WorkQuestion
{
    /// <summary>The question, 1 to 4,000 characters.</summary>
    public required string Text { get; init; }

    /// <summary>Answers to choose from, at most ten of 200 characters.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyList<string> Options { get; set; } = [];

    /// <summary>What to go on with when nobody answers in time, at most 4,000 characters; null for nothing.</summary>
    public string? Assumption { get; init; }
}
