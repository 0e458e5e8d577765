namespace Swarm.Core.Workflows;

/// <summary>How what a node puts out is judged, and what happens when it is not good enough.</summary>
public sealed record EvaluationDefinition
{
    public const double DefaultThreshold = 7;
    public const int DefaultAttempts = 3;

    /// <summary>Who judges, in the order of the file.</summary>
    public required IReadOnlyList<EvaluatorDefinition> Evaluators { get; init; }

    /// <summary>The score from which it is good enough.</summary>
    public double Threshold { get; set; } = DefaultThreshold;

    public BelowRule Below { get; init; }

    /// <summary>How often the work is done at most because its score was too low.</summary>
    public int MaxAttempts { get; set; } = DefaultAttempts;
}
