using Swarm.Core.Checkpoints;
using Swarm.Core.Workflows;
using Swarm.Functions.Evaluations;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Scopes;

namespace Swarm.Functions.Checkpoints;

/// <summary>What a person is asked about a node's result, for whatever reason he is asked.</summary>
public sealed class ResultQuestions(EvaluationStore evaluations)
{
    /// <summary>The question, as a node of the workflow.</summary>
    public async Task<NodeDefinition> ReadAsync(NodeRun question, Scope scope, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(scope);
        var subject = question.Subject();
        var judged = new NodeAttempt(subject, question.Judged).WorkItemId();
        var evaluation = await evaluations.FindAsync(question.Run.RunId, judged, cancellation);
        return new NodeDefinition
        {
            Id = question.Node,
            Kind = NodeKind.Checkpoint,
            Placement = scope.Node(question.Node).Placement,
            Checkpoint = Reviews.QuestionAbout(subject.Path(), evaluation),
        };
    }
}
