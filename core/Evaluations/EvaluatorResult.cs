namespace Swarm.Core.Evaluations;

/// <summary>What an evaluator says.</summary>
public sealed record EvaluatorResult
{
    public required string Name { get; init; }

    public required double Weight { get; init; }

    /// <summary>From 0 to 10.</summary>
    public required double Score { get; init; }

    public string? Details { get; init; }

    public IReadOnlyList<string>? Suggestions { get; init; }

    public IReadOnlyList<string>? Issues { get; init; }
}
