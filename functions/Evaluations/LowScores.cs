using Swarm.Core.Patterns;
using Swarm.Core.Workflows;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Scopes;

namespace Swarm.Functions.Evaluations;

/// <summary>What a person is asked when the score of a node is too low.</summary>
public sealed class LowScores(EvaluationStore evaluations)
{
    /// <summary>The checkpoint, as a node of the workflow.</summary>
    public async Task<NodeDefinition> ReadAsync(NodeRun review, Scope scope, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(review);
        ArgumentNullException.ThrowIfNull(scope);
        var judged = new NodeAttempt(review.WithoutJudge(), review.Judged).WorkItemId();
        var evaluation = await evaluations.FindAsync(review.Run.RunId, judged, cancellation);
        var question = $"'{review.Node}' is to be looked at. {evaluation?.Feedback()}\n"
            + "Approve it as it is, reject it, or correct it: then it is done again with what you say.";
        return new NodeDefinition
        {
            Id = review.Node,
            Kind = NodeKind.Checkpoint,
            Placement = scope.Node(review.Node).Placement,

            // What evaluators say is data: it is never read as a reference.
            Checkpoint = new CheckpointDefinition
            {
                Question = PlanCompiler.Escape(question),
                ExpiresAfter = WorkflowLimits.CheckpointExpiresAfter,
            },
        };
    }
}
