using Swarm.Contracts.Statuses;
using Swarm.Core.Graph;
using Swarm.Core.Workflows;
using Swarm.Functions.Activities;

namespace Swarm.Functions.Orchestrations;

/// <summary>
/// One iteration of a node: dispatches a work item, waits for its report, and tries again where the node's policy and
/// the report allow it. Waiting in a queue costs nothing and has no limit; a running work item is bounded by its
/// worker, and by its lease.
/// </summary>
public static class NodeOrchestrator
{
    [Function(nameof(NodeOrchestrator))]
    public static async Task<NodeEnded> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var node = context.GetInput<NodeRun>()!;
        var cancel = context.WaitForExternalEvent<string?>(OrchestrationEvents.Cancel);
        return node.HasLocks
            ? await NodeLocks.HoldAsync(context, node, cancel, () => RunReviewedAsync(context, node, cancel))
            : await RunReviewedAsync(context, node, cancel);
    }

    /// <summary>Does the work, and does it again as often as whoever is asked about its result corrects it.</summary>
    private static async Task<NodeEnded> RunReviewedAsync(
        TaskOrchestrationContext context, NodeRun node, Task<string?> cancel)
    {
        // Bounded: the last question about a result cannot be answered by a correction.
        for (var (number, review) = (0, 1); ; review++)
        {
            (var ended, number) = await TryAsync(context, node, number, cancel);
            if (!node.IsReviewed || ended.Outcome != NodeOutcome.Completed)
            {
                return ended;
            }

            var asked = node with
            {
                Kind = NodeKind.Checkpoint,
                IsReviewed = false,
                HasLocks = false,
                Evaluation = null,
                Review = review,
            };
            var answer = await NodeReview.AskAsync(context, asked, cancel);
            if (answer.Outcome != NodeOutcome.Completed)
            {
                return answer with { WorkItemId = ended.WorkItemId, ResultRow = null, Output = ended.Output };
            }

            if (!NodeReview.IsCorrection(answer))
            {
                return ended;
            }

            node = node with { Correction = answer.ResultRow };
        }
    }

    /// <summary>
    /// Tries it as often as its policy and those who judge it allow; attempts are counted on over corrections.
    /// </summary>
    private static async Task<(NodeEnded Ended, int Number)> TryAsync(
        TaskOrchestrationContext context, NodeRun node, int number, Task<string?> cancel)
    {
        string? feedback = null;
        for (int tries = 1, judged = 1; ; tries++)
        {
            var attempt = new NodeAttempt(node, ++number, feedback);
            var ended = await AttemptAsync(context, attempt, cancel);
            if (node.Evaluation is { } evaluation && ended.Outcome == NodeOutcome.Completed)
            {
                var verdict = await new NodeJudging(context, attempt, cancel).JudgeAsync(ended);
                if (verdict.Again is null || judged++ >= evaluation.MaxAttempts)
                {
                    return (verdict.Ended, number);
                }

                feedback = verdict.Again;
                await RecordRetryAsync(context, attempt, verdict.Ended.Reason, TimeSpan.Zero);
                continue;
            }

            if (ended.Outcome != NodeOutcome.Failed
                || !node.Retry.AllowsAnotherAfter(tries, ended.Failure, ended.Retryable))
            {
                return (ended, number);
            }

            var delay = node.Retry.DelayAfter(tries);
            await RecordRetryAsync(context, attempt, ended.Reason, delay);
            if (await IsCancelledWithinAsync(context, delay, cancel))
            {
                return (
                    NodeEnded.Cancelled("The run was cancelled before the next attempt.", ended.WorkItemId), number);
            }
        }
    }

    private static Task RecordRetryAsync(
        TaskOrchestrationContext context, NodeAttempt attempt, string? reason, TimeSpan delay) =>
        context.CallActivityAsync(
            nameof(RunActivities.RecordRetry), new NodeRetry(attempt, reason, delay), ActivityRetries.Options());

    private static async Task<NodeEnded> AttemptAsync(
        TaskOrchestrationContext context, NodeAttempt attempt, Task cancel)
    {
        var dispatched = await context.CallActivityAsync<WorkDispatched>(
            nameof(RunActivities.DispatchWork), attempt, ActivityRetries.Options());
        if (dispatched.Failure is not null)
        {
            return NodeEnded.Failed(dispatched.Failure);
        }

        if (dispatched.Status == WorkItemStatus.Cancelled)
        {
            return NodeEnded.Cancelled("The run was cancelled before its work began.");
        }

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
            ? ReportedEnd.OfValue(report) ?? ReportedEnd.OfValue(report, await ReadValueAsync(context, attempt))
            : ReportedEnd.Of(report);
    }

    /// <summary>What it printed is to be JSON, of which the report holds the end alone.</summary>
    private static Task<ValueRead> ReadValueAsync(TaskOrchestrationContext context, NodeAttempt attempt) =>
        context.CallActivityAsync<ValueRead>(nameof(NodeActivities.ReadValue), attempt, ActivityRetries.Options());

    private static async Task<bool> IsCancelledWithinAsync(
        TaskOrchestrationContext context, TimeSpan delay, Task cancel)
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
