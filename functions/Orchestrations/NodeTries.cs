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

    /// <summary>How many attempts nobody had begun when they were taken out of their queue.</summary>
    private int _withdrawn;

    /// <summary>How often it was tried since it began, or was corrected.</summary>
    private int _tries;

    /// <summary>How often it was judged since then.</summary>
    private int _judged;

    /// <summary>True when it was held back and goes on where it was.</summary>
    private bool _goesOn;

    /// <summary>What the evaluators said of the last result.</summary>
    private string? _feedback;

    /// <summary>Tries it as often as its policy and those who judge it allow.</summary>
    public async Task<NodeDone> RunAsync(NodeRun node)
    {
        if (!_goesOn)
        {
            (_tries, _judged) = (0, 0);
        }

        _goesOn = false;
        while (true)
        {
            var attempt = new NodeAttempt(node, ++_number, _feedback) { Withdrawn = _withdrawn };
            var (ended, held) = await AttemptAsync(attempt);
            if (held is not null)
            {
                _number--;
                _goesOn = true;
                return held;
            }

            if (ended is null)
            {
                // It was no try. Why it was taken back, the next dispatch tells.
                _withdrawn++;
                continue;
            }

            _tries++;
            if (node.Evaluation is { } evaluation && ended.Outcome == NodeOutcome.Completed)
            {
                var verdict = await new NodeJudging(context, attempt, cancel).JudgeAsync(ended);
                _feedback = verdict.Again;
                if (verdict.Again is null || verdict.Doubt is not null || ++_judged >= evaluation.MaxAttempts)
                {
                    var isAsked = node.IsReviewed || verdict.Doubt is not null;
                    return new NodeDone(verdict.Ended, isAsked, _number) { Summary = verdict.Doubt };
                }

                await RecordRetryAsync(attempt, verdict.Ended.Reason, TimeSpan.Zero);
                continue;
            }

            if (ended.Outcome != NodeOutcome.Failed
                || !node.Retry.AllowsAnotherAfter(_tries, ended.Failure, ended.Retryable))
            {
                return new NodeDone(ended, node.IsReviewed, _number);
            }

            var delay = node.Retry.DelayAfter(_tries);
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

    /// <summary>How it ended, or what holds it back; neither where it was taken out of its queue.</summary>
    private async Task<(NodeEnded? Ended, NodeDone? Held)> AttemptAsync(NodeAttempt attempt)
    {
        var dispatched = await context.CallActivityAsync<WorkDispatched>(
            nameof(RunActivities.DispatchWork), attempt, ActivityRetries.Options());
        return dispatched switch
        {
            { Opened: { } opened } => (null, NodeDone.Held(opened)),
            { IsPaused: true } => (null, NodeDone.Paused),
            { IsWithdrawn: true } => (null, null),
            { Failure: { } failure } => (NodeEnded.Failed(failure), null),
            { Status: WorkItemStatus.Cancelled } =>
                (NodeEnded.Cancelled("The run was cancelled before its work began."), null),
            _ => await WaitAsync(attempt, dispatched.Holds),
        };
    }

    private async Task<(NodeEnded? Ended, NodeDone? Held)> WaitAsync(NodeAttempt attempt, int holds)
    {
        // Bounded by who takes locks by hand: one more that is told twice is passed over.
        while (true)
        {
            var report = await ReportAsync(attempt);
            if (report is null)
            {
                var workItemId = attempt.WorkItemId();
                return (NodeEnded.Cancelled("It was cancelled before its work began.", workItemId), null);
            }

            if (report.Holds > holds)
            {
                return (null, NodeDone.Unlocked);
            }

            if (report.Holds == 0)
            {
                return (await EndAsync(attempt, report), null);
            }
        }
    }

    /// <summary>What is told of the work item; null when it was cancelled before anybody had begun.</summary>
    private async Task<WorkReport?> ReportAsync(NodeAttempt attempt)
    {
        // The name carries the work item, so an event of an earlier attempt is never taken for this one's.
        var workItemId = attempt.WorkItemId();
        var reported = context.WaitForExternalEvent<WorkReport>(WorkReport.EventName(workItemId));
        if (await Task.WhenAny(reported, cancel) != reported
            && await context.CallActivityAsync<bool>(
                nameof(NodeActivities.CancelWork), attempt, ActivityRetries.Options()))
        {
            return null;
        }

        // What a worker has is ended by the worker, whose report is waited for: nothing it does comes after the end.
        return await reported;
    }

    /// <summary>How the work item ended; null where it was taken out of its queue.</summary>
    private async Task<NodeEnded?> EndAsync(NodeAttempt attempt, WorkReport report) =>
        report.IsWithdrawn ? null
        : !ReportedEnd.HasValue(attempt.Node, report) ? ReportedEnd.Of(report)
        : ReportedEnd.OfValue(report) ?? ReportedEnd.OfValue(report, await ReadValueAsync(attempt));

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
