using System.Text.Json;
using Swarm.Core.Evaluations;
using Swarm.Core.Graph;
using Swarm.Core.Statuses;
using Swarm.Core.Workflows;
using Swarm.Functions.Activities;
using Swarm.Functions.Evaluations;
using NodeRetryPolicy = Swarm.Core.Workflows.RetryPolicy;

namespace Swarm.Functions.Orchestrations;

/// <summary>Has what an attempt put out judged by the node's evaluators, side by side, and says what follows.</summary>
internal sealed class NodeJudging(TaskOrchestrationContext context, NodeAttempt attempt, Task<string?> cancel)
{
    private const int MaxWordsChars = 1_500;

    private readonly NodeRun _node = attempt.Node;

    public async Task<Verdict> JudgeAsync(NodeEnded done)
    {
        var evaluation = _node.Evaluation!;
        var judges = evaluation.Evaluators
            .OrderBy(evaluator => evaluator.Key, StringComparer.Ordinal)
            .Select(evaluator => (Id: evaluator.Key, Run: Judge(evaluator.Key, evaluator.Value)))
            .ToList();
        var ended = await RunAsync([.. judges.Select(judge => judge.Run)]);
        foreach (var (name, end) in judges.Select((judge, i) => (judge.Id, ended[i])))
        {
            if (end.Outcome == NodeOutcome.Cancelled)
            {
                return new Verdict(NodeEnded.Cancelled("It was cancelled while it was judged.", done.WorkItemId));
            }

            if (end.Outcome == NodeOutcome.Failed)
            {
                return new Verdict(
                    NodeEnded.Failed($"The evaluator '{name}' failed: {end.Reason}", done.WorkItemId));
            }
        }

        var results = judges.Select((judge, i) => (judge.Id, Result: ended[i].Result()!))
            .ToDictionary(judge => judge.Id, judge => judge.Result);
        var scored = await context.CallActivityAsync<WorkScored>(
            nameof(NodeActivities.ScoreWork), new ScoreRequest(attempt, results), ActivityRetries.Options());
        return scored.Failure is not null
            ? new Verdict(NodeEnded.Failed(scored.Failure, done.WorkItemId))
            : await FollowAsync(WithScore(done, scored), scored, evaluation.Below);
    }

    private async Task<Verdict> FollowAsync(NodeEnded done, WorkScored scored, BelowRule rule)
    {
        if (scored.IsGood || rule == BelowRule.Continue)
        {
            return new Verdict(done);
        }

        var failed = done with { Outcome = NodeOutcome.Failed, Reason = scored.Summary, Retryable = false };
        return rule switch
        {
            BelowRule.Retry => new Verdict(failed, scored.Feedback),
            BelowRule.Checkpoint => await AskAsync(done, failed, scored),
            _ => new Verdict(failed),
        };
    }

    /// <summary>A person says whether it is good enough, or what is to be done about it.</summary>
    private async Task<Verdict> AskAsync(NodeEnded done, NodeEnded failed, WorkScored scored)
    {
        var review = Judge(EvaluationRows.Review, NodeRetryPolicy.None) with { Kind = NodeKind.Checkpoint };
        var answer = (await RunAsync([review]))[0];
        if (answer.Outcome == NodeOutcome.Cancelled)
        {
            return new Verdict(NodeEnded.Cancelled("It was cancelled while a person was asked.", done.WorkItemId));
        }

        if (answer.Outcome == NodeOutcome.Failed)
        {
            return new Verdict(failed with { Reason = $"{scored.Summary} {answer.Reason}" });
        }

        return NodeReview.IsCorrection(answer)
            ? new Verdict(failed, $"{scored.Feedback}\n{Words(answer)}")
            : new Verdict(done);
    }

    private static string Words(NodeEnded answer)
    {
        var words = $"{Text(answer, CheckpointOutput.Feedback)}\n{Text(answer, CheckpointOutput.Correction)}".Trim();
        return words.Length <= MaxWordsChars ? words : words[..MaxWordsChars] + "…";
    }

    private static string? Text(NodeEnded answer, string field) =>
        answer.Output is { ValueKind: JsonValueKind.Object } output
        && output.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private NodeRun Judge(string name, NodeRetryPolicy retry) => new()
    {
        Run = _node.Run,
        Node = _node.Node,
        Iteration = _node.Iteration,
        Item = _node.Item,
        Judge = name,
        Judged = attempt.Number,
        OutputFormat = OutputFormat.Json,
        Retry = retry,
        Upstream = new Dictionary<string, string>(_node.Upstream) { [_node.Node] = attempt.WorkItemId() },
    };

    private async Task<NodeEnded[]> RunAsync(NodeRun[] judges)
    {
        var tasks = judges.Select(judge => NodeCalls.ResultOfAsync(context.StartNode(judge))).ToArray();
        var all = Task.WhenAll(tasks);
        if (await Task.WhenAny(all, cancel) != all)
        {
            foreach (var judge in judges)
            {
                context.CancelNode(judge, await cancel ?? "");
            }
        }

        var ended = await all;
        var steps = judges.Select((judge, i) => new ProgressStep
        {
            Node = judge.Path(),
            Iteration = judge.PathIteration(),
            Status = StatusRules.Of(ended[i].Outcome),
            Reason = ended[i].Reason,
            WorkItemId = ended[i].WorkItemId,
            ResultRow = ended[i].ResultRow,
        });
        await context.CallActivityAsync(
            nameof(RunActivities.RecordProgress),
            new RunSteps { Run = _node.Run, Steps = [.. steps] },
            ActivityRetries.Options());
        return ended;
    }

    /// <summary>How work ended, with its score beside what it put out.</summary>
    public static NodeEnded WithScore(NodeEnded done, string workItemId, Evaluation? brief) => done with
    {
        Output = done.Output is { } output ? EvaluationRows.AddTo(output, brief) : null,
        ResultRow = NodeResults.Evaluated(workItemId),
    };

    private NodeEnded WithScore(NodeEnded done, WorkScored scored)
    {
        var brief = scored.Brief!.Value.Deserialize(EvaluationsJsonContext.Default.Evaluation);
        return WithScore(done, attempt.WorkItemId(), brief);
    }
}
