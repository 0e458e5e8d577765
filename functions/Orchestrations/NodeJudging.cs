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
            : Follow(WithScore(done, scored), scored, evaluation.Below);
    }

    private static Verdict Follow(NodeEnded done, WorkScored scored, BelowRule rule)
    {
        if (scored.IsGood || rule == BelowRule.Continue)
        {
            return new Verdict(done);
        }

        if (rule == BelowRule.Checkpoint)
        {
            return new Verdict(done, scored.Feedback) { Doubt = scored.Summary };
        }

        var failed = done with { Outcome = NodeOutcome.Failed, Reason = scored.Summary, Retryable = false };
        return new Verdict(failed, rule == BelowRule.Retry ? scored.Feedback : null);
    }

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
