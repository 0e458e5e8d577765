namespace Swarm.Core.Workflows;

/// <summary>The fields that a node which is judged puts out beside its own.</summary>
public static class EvaluationOutput
{
    /// <summary>The weighted mean of its evaluators' scores, 0 to 10.</summary>
    public const string Score = "score";

    /// <summary>What each evaluator says, the threshold, and whether it was reached.</summary>
    public const string Evaluation = "evaluation";

    public static readonly IReadOnlyList<string> Fields = [Score, Evaluation];
}
