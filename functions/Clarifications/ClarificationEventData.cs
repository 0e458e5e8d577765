namespace Swarm.Functions.Clarifications;

/// <summary>What a run's history says of a question.</summary>
public sealed record ClarificationEventData
{
    public required string QuestionId { get; init; }

    public required string WorkItemId { get; init; }

    public string? Question { get; init; }

    public IReadOnlyList<string>? Options { get; init; }

    public string? Answer { get; init; }

    public string? By { get; init; }
}
