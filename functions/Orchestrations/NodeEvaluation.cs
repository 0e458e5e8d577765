using Swarm.Core.Workflows;
using NodeRetryPolicy = Swarm.Core.Workflows.RetryPolicy;

namespace Swarm.Functions.Orchestrations;

/// <summary>How a node is judged, as far as its orchestration has to know.</summary>
/// <param name="Evaluators">Who judges, with how often each is tried.</param>
/// <param name="Below">What happens when the score is too low.</param>
/// <param name="MaxAttempts">How often the work is done at most because its score was too low.</param>
public sealed record NodeEvaluation(
    IReadOnlyDictionary<string, NodeRetryPolicy> Evaluators, BelowRule Below, int MaxAttempts)
{
    /// <summary>Null for a node that nobody judges.</summary>
    public static NodeEvaluation? Of(EvaluationDefinition? evaluation) => evaluation is null ? null : new(
        evaluation.Evaluators.ToDictionary(evaluator => evaluator.Node.Id, evaluator => evaluator.Node.Retry),
        evaluation.Below,
        evaluation.MaxAttempts);
}
