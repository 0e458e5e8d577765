using Swarm.Contracts.Statuses;
using Swarm.Core.Graph;
using Swarm.Functions.Activities;

namespace Swarm.Functions.Orchestrations;

/// <summary>
/// Does the work of a node: dispatches a work item, waits for its report, and tries again where the node's policy, the
/// report and those who judge it allow it. Waiting in a queue costs nothing and has no limit; a running work item is
/// bounded by its worker, and by its lease. Attempts are counted on when it is done again after a correction.
/// </summary>
internal sealed class NodeTries(TaskOrchestrationContext context, Task<string?> cancel)
{
    private int _number;

    /// <summary>What the evaluators said of the last result.</summary>
    private string? _feedback;

    /// <summary>Tries it as often as its policy and those who judge it allow.</summary>
    public async Task<NodeDone> RunAsync(NodeRun node)
    {
        for (int tries = 1, judged = 1; ; tries++)
        {
            var attempt = new NodeAttempt(node, ++_number, _feedback);
            var (ended, opened) = await AttemptAsync(attempt);
            if (opened is { } number)
            {
                _number--;
                return NodeDone.Held(number);
            }

            if (node.Evaluation is { } evaluation && ended.Outcome == NodeOutcome.Completed)
            {
                var verdict = await new NodeJudging(context, attempt, cancel).JudgeAsync(ended);
                _feedback = verdict.Again;
                if (verdict.Again is null || verdict.Doubt is not null || judged++ >= evaluation.MaxAttempts)
                {
                    var isAsked = node.IsReviewed || verdict.Doubt is not null;
                    return new NodeDone(verdict.Ended, isAsked, _number) { Summary = verdict.Doubt };
                }

                await RecordRetryAsync(attempt, verdict.Ended.Reason, TimeSpan.Zero);
                continue;
            }

            if (ended.Outcome != NodeOutcome.Failed
                || !node.Retry.AllowsAnotherAfter(tries, ended.Failure, ended.Retryable))
            {
                return new NodeDone(ended, node.IsReviewed, _number);
            }

            var delay = node.Retry.DelayAfter(tries);
            await RecordRetryAsync(attempt, ended.Reason, delay);
            if (await IsCancelledWithinAsync(delay))
            {
                var cancelled = NodeEnded.Cancelled(
                    "The run was cancelled before the next attempt.", ended.WorkItemId);
                return new NodeDone(cancelled, IsAsked: false, _number);
            }
        }
    }

    private Task RecordRetryAsync(NodeAttempt attempt, string? reason, TimeSpan delay) =>
        context.CallActivityAsync(
            nameof(RunActivities.RecordRetry), new NodeRetry(attempt, reason, delay), ActivityRetries.Options());

    private async Task<(NodeEnded Ended, int? Opened)> AttemptAsync(NodeAttempt attempt)
    {
        var dispatched = await context.CallActivityAsync<WorkDispatched>(
            nameof(RunActivities.DispatchWork), attempt, ActivityRetries.Options());
        return dispatched switch
        {
            { Opened: not null } => (NodeEnded.Failed(reason: null), dispatched.Opened),
            { Failure: { } failure } => (NodeEnded.Failed(failure), null),
            { Status: WorkItemStatus.Cancelled } =>
                (NodeEnded.Cancelled("The run was cancelled before its work began."), null),
            _ => (await WaitAsync(attempt), null),
        };
    }

    private async Task<NodeEnded> WaitAsync(NodeAttempt attempt)
    {
        // The name carries the work item, so an event of an earlier attempt is never taken for this one's.
        var workItemId = attempt.WorkItemId();
        var reported = context.WaitForExternalEvent<WorkReport>(WorkReport.EventName(workItemId));
        if (await Task.WhenAny(reported, cancel) != reported
            && await context.CallActivityAsync<bool>(
                nameof(NodeActivities.CancelWork), attempt, ActivityRetries.Options()))
        {
            return NodeEnded.Cancelled("It was cancelled before its work began.", workItemId);
        }

        // What a worker has is ended by the worker, whose report is waited for: nothing it does comes after the end.
        var report = await reported;
        return ReportedEnd.HasValue(attempt.Node, report)
            ? ReportedEnd.OfValue(report) ?? ReportedEnd.OfValue(report, await ReadValueAsync(attempt))
            : ReportedEnd.Of(report);
    }

    /// <summary>What it printed is to be JSON, of which the report holds the end alone.</summary>
    private Task<ValueRead> ReadValueAsync(NodeAttempt attempt) =>
        context.CallActivityAsync<ValueRead>(nameof(NodeActivities.ReadValue), attempt, ActivityRetries.Options());

    private async Task<bool> IsCancelledWithinAsync(TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            return cancel.IsCompleted;
        }

        using var timerEnd = new CancellationTokenSource();
        var timer = context.CreateTimer(delay, timerEnd.Token);
        if (await Task.WhenAny(timer, cancel) == timer)
        {
            return false;
        }

        timerEnd.EndTimer();
        return true;
    }
}
