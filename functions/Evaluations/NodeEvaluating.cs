using System.Text.Json;
using Swarm.Contracts.Runs;
using Swarm.Core.Evaluations;
using Swarm.Core.Workflows;
using Swarm.Functions.Events;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Runs;
using Swarm.Functions.Scopes;

namespace Swarm.Functions.Evaluations;

/// <summary>Puts together what the evaluators of a node say.</summary>
public sealed class NodeEvaluating(ScopeReader scopes, OutputReader outputs, RunTransactions transactions)
{
    public async Task<WorkScored> ScoreAsync(ScoreRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var node = request.Attempt.Node;
        var scope = await scopes.ReadAsync(node.Run, cancellation);
        var definition = scope.Node(node.Node).Evaluation!;
        var results = new List<EvaluatorResult>();
        foreach (var evaluator in definition.Evaluators)
        {
            var output = await outputs.ReadAsync(
                node.Run.RunId, evaluator.Node, request.Results[evaluator.Node.Id], cancellation);
            var value = output is { } put && put.TryGetProperty(ShellOutput.Value, out var found) ? found : default;
            var (result, failure) = ScoreReader.Read(evaluator.Node.Id, evaluator.Weight, value);
            if (result is null)
            {
                return new WorkScored { Failure = failure };
            }

            results.Add(result);
        }

        var evaluation = Evaluation.Of(results, definition.Threshold);
        await StoreAsync(request.Attempt, evaluation, cancellation);
        return new WorkScored
        {
            IsGood = evaluation.Passed,
            Summary = evaluation.Summary(),
            Feedback = evaluation.Feedback(),
            Brief = JsonSerializer.SerializeToElement(
                evaluation.InBrief(), EvaluationsJsonContext.Default.Evaluation),
        };
    }

    private Task<bool> StoreAsync(NodeAttempt attempt, Evaluation evaluation, CancellationToken cancellation)
    {
        var workItemId = attempt.WorkItemId();
        return transactions.ChangeAsync(
            attempt.Node.Run.RunId,
            async transaction =>
            {
                var type = EvaluationsJsonContext.Default.Evaluation;
                var row = EvaluationRows.Of(workItemId);
                if (await transaction.FindAsync(row, type, cancellation) is not null)
                {
                    return false;
                }

                transaction.Save(row, evaluation, type);
                var data = new RunEventData
                {
                    Score = evaluation.Score,
                    Threshold = evaluation.Threshold,
                    WorkItemId = workItemId,
                    Attempt = attempt.Counted(),
                };
                transaction.Tell(
                    $"{workItemId}:evaluated",
                    RunEventTypes.NodeEvaluated,
                    attempt.Node.Path(),
                    attempt.Node.PathIteration(),
                    data.ToJson());
                return true;
            },
            cancellation);
    }
}
