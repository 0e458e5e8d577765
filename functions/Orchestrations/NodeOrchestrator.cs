using Swarm.Contracts.Statuses;
using Swarm.Core.Graph;
using Swarm.Core.References;
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
            ? await NodeLocks.HoldAsync(context, node, cancel, () => RunAttemptsAsync(context, node, cancel))
            : await RunAttemptsAsync(context, node, cancel);
    }

    private static async Task<NodeEnded> RunAttemptsAsync(
        TaskOrchestrationContext context, NodeRun node, Task<string?> cancel)
    {
        string? feedback = null;
        for (int number = 1, judged = 1; ; number++)
        {
            var attempt = new NodeAttempt(node, number, feedback);
            var ended = await AttemptAsync(context, attempt, cancel);
            if (node.Evaluation is { } evaluation && ended.Outcome == NodeOutcome.Completed)
            {
                var verdict = await new NodeJudging(context, attempt, cancel).JudgeAsync(ended);
                if (verdict.Again is null || judged++ >= evaluation.MaxAttempts)
                {
                    return verdict.Ended;
                }

                feedback = verdict.Again;
                await RecordRetryAsync(context, attempt, verdict.Ended.Reason, TimeSpan.Zero);
                continue;
            }

            if (ended.Outcome != NodeOutcome.Failed || !ended.Retryable || !node.Retry.AllowsAnotherAfter(number))
            {
                return ended;
            }

            var delay = node.Retry.DelayAfter(number);
            await RecordRetryAsync(context, attempt, ended.Reason, delay);
            if (await IsCancelledWithinAsync(context, delay, cancel))
            {
                return NodeEnded.Cancelled("The run was cancelled before the next attempt.", ended.WorkItemId);
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
        return attempt.Node.OutputFormat == OutputFormat.Json && report.Outcome == WorkItemOutcome.Completed
            ? await ReadValueAsync(context, attempt, report)
            : ToEnd(report);
    }

    /// <summary>What it printed is to be JSON, of which the report holds all, or else only the end.</summary>
    private static async Task<NodeEnded> ReadValueAsync(
        TaskOrchestrationContext context, NodeAttempt attempt, WorkReport report)
    {
        var ended = ToEnd(report);
        if (!report.OutputCut && PrintedJson.Read(report.Stdout) is not null)
        {
            return ended with { Output = (report with { Stdout = "" }).ToOutput(PrintedJson.Read(report.Stdout)) };
        }

        var read = await context.CallActivityAsync<ValueRead>(
            nameof(NodeActivities.ReadValue), attempt, ActivityRetries.Options());
        return read.Failure is null
            ? ended with { Output = read.Output }
            : ended with { Outcome = NodeOutcome.Failed, Reason = read.Failure };
    }

    private static NodeEnded ToEnd(WorkReport report) => new()
    {
        Outcome = report.Outcome switch
        {
            WorkItemOutcome.Completed => NodeOutcome.Completed,
            WorkItemOutcome.Cancelled => NodeOutcome.Cancelled,
            _ => NodeOutcome.Failed,
        },
        Output = report.ToOutput(),
        Reason = report.Outcome == WorkItemOutcome.Completed ? null : ReasonOf(report),
        WorkItemId = report.WorkItemId,
        Retryable = report.Retryable,
    };

    private static string ReasonOf(WorkReport report) => report switch
    {
        { Reason: { } reason } => reason,
        { Outcome: WorkItemOutcome.TimedOut } => "It ran longer than its time limit.",
        { ExitCode: { } code } => $"It ended with exit code {code}.",
        _ => "Its worker gave no reason.",
    };

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
