using Swarm.Core.Checkpoints;
using Swarm.Core.Workflows;
using Swarm.Functions.Evaluations;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Runs;
using Swarm.Functions.Scopes;

namespace Swarm.Functions.Checkpoints;

/// <summary>
/// What people are asked without a node of the workflow that asks: about a result, for whatever reason, and before a
/// node begins, as somebody has opened a checkpoint by hand.
/// </summary>
public sealed class PersonQuestions(EvaluationStore evaluations, RunStore runs)
{
    /// <summary>The question, as a node of the workflow.</summary>
    public async Task<NodeDefinition> ReadAsync(NodeRun question, Scope scope, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(scope);
        return new NodeDefinition
        {
            Id = question.Node,
            Kind = NodeKind.Checkpoint,
            Placement = scope.Node(question.Node).Placement,
            Checkpoint = question.Opened is { } number
                ? await ReadOpenedAsync(question, number, scope, cancellation)
                : await ReadReviewAsync(question, cancellation),
        };
    }

    private async Task<CheckpointDefinition> ReadReviewAsync(NodeRun question, CancellationToken cancellation)
    {
        var subject = question.Subject();
        var judged = new NodeAttempt(subject, question.Judged).WorkItemId();
        var evaluation = await evaluations.FindAsync(question.Run.RunId, judged, cancellation);
        return Reviews.QuestionAbout(subject.Path(), evaluation);
    }

    private async Task<CheckpointDefinition> ReadOpenedAsync(
        NodeRun question, int number, Scope scope, CancellationToken cancellation)
    {
        var control = await runs.FindControlAsync(question.Run.RunId, cancellation);
        var opened = control?.Opened?.FirstOrDefault(one => one.Number == number)
            ?? throw new InvalidOperationException(
                $"Run '{question.Run.RunId}' has no checkpoint {number} that was opened by hand.");
        var asked = Reviews.QuestionByHand(opened.Message);
        var canCorrect = question.Item is null
            && CorrectionLoops.WorkBefore(scope.Definition, question.Node).Count > 0;
        var corrected = question.Iteration - (opened.SinceIteration ?? question.Iteration);
        return asked with { MaxCorrections = canCorrect ? Math.Max(0, asked.MaxCorrections - corrected) : 0 };
    }
}
