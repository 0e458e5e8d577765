using System.Text.Json;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Functions.Evaluations;
using Swarm.Functions.Events;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Runs;
using Swarm.Functions.Scopes;
using Swarm.Functions.WorkItems;

namespace Swarm.Functions.Activities;

/// <summary>
/// Writes what a run's graph did: rows of nodes, and events. Each change leaves alone what is written already, so it
/// does not matter where an earlier go was cut off.
/// </summary>
public sealed class ProgressRecorder(RunTransactions transactions, NodeResultStore results)
{
    /// <summary>Changes in one transaction: each takes three rows at most, and it holds a hundred.</summary>
    private const int MaxChanges = 30;

    public async Task RecordAsync(RunSteps turn, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(turn);
        foreach (var changes in turn.Steps.SelectMany(step => ChangesOf(turn.Run, step)).Chunk(MaxChanges))
        {
            await transactions.ChangeAsync(
                turn.Run.RunId,
                async transaction =>
                {
                    foreach (var change in changes)
                    {
                        await change(transaction, cancellation);
                    }

                    return await WriteProgressAsync(transaction, turn.Run.Attempt, turn.Progress, cancellation);
                },
                cancellation);
        }
    }

    public Task RecordRetryAsync(NodeRetry retry, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(retry);
        var node = retry.Failed.Node;
        var workItemId = retry.Failed.WorkItemId();
        return transactions.ChangeAsync(
            node.Run.RunId,
            async transaction =>
            {
                var eventId = $"{workItemId}:retrying";
                if (await transaction.IsToldAsync(eventId, cancellation))
                {
                    // The next attempt may be under way already.
                    return false;
                }

                await transaction.ChangeNodeAsync(
                    node.Path(),
                    node.Run.Attempt,
                    row => row.Retrying(node.PathIteration(), retry.Reason),
                    cancellation);
                var data = new RunEventData
                {
                    Reason = retry.Reason,
                    Attempt = retry.Failed.Counted(),
                    WorkItemId = workItemId,
                    NextAt = transaction.Now + retry.Delay,
                };
                transaction.Tell(
                    eventId, RunEventTypes.NodeRetrying, node.Path(), node.PathIteration(), data.ToJson());
                return true;
            },
            cancellation);
    }

    private IEnumerable<Func<RunTransaction, CancellationToken, Task>> ChangesOf(
        RunReference run, ProgressStep step)
    {
        if (step.Loop is not { } loop)
        {
            return [(transaction, cancellation) => EndNodeAsync(transaction, run, step, cancellation)];
        }

        return loop.Reset
            .Select<KeyValuePair<string, int>, Func<RunTransaction, CancellationToken, Task>>(
                node => (transaction, cancellation) =>
                    transaction.ChangeNodeAsync(
                        node.Key, run.Attempt, row => row.Reset(node.Value), cancellation))
            .Prepend((transaction, _) => step.KeptFrom is null
                ? TellLoop(transaction, run, step, loop)
                : Task.CompletedTask);
    }

    private async Task EndNodeAsync(
        RunTransaction transaction, RunReference run, ProgressStep step, CancellationToken cancellation)
    {
        if (step.KeptFrom is { } attempt)
        {
            await KeepNodeAsync(transaction, run, step, attempt, cancellation);
            return;
        }

        var status = step.Status!.Value;
        var report = await FindReportAsync(transaction, step.WorkItemId, cancellation);
        var output = report?.ToOutput() ?? await FindResultAsync(run.RunId, step.ResultRow, cancellation);
        if (output is { } own && NodeResults.IsEvaluated(step.ResultRow))
        {
            var evaluation = await transaction.FindAsync(
                EvaluationRows.Of(step.WorkItemId!), EvaluationsJsonContext.Default.Evaluation, cancellation);
            output = EvaluationRows.AddTo(own, evaluation?.InBrief());
        }

        await transaction.ChangeNodeAsync(
            step.Node,
            run.Attempt,
            row => row.Ended(
                step.Iteration, status, transaction.Now, output, report?.Commit, step.Reason),
            cancellation);
        var data = new RunEventData
        {
            Reason = step.Reason,
            WorkItemId = step.WorkItemId,
            ExitCode = report?.ExitCode,
            Commit = report?.Commit,
        };
        transaction.Tell(
            $"{run.Attempt}~{step.Node}~{step.Iteration}:ended",
            EventTypeOf(status),
            step.Node,
            step.Iteration,
            data.ToJson());
    }

    private static async Task KeepNodeAsync(
        RunTransaction transaction, RunReference run, ProgressStep step, int attempt, CancellationToken cancellation)
    {
        await transaction.ChangeNodeAsync(
            step.Node, run.Attempt, row => row.Keep(step.Iteration, attempt), cancellation);
        transaction.Tell(
            $"{run.Attempt}~{step.Node}~{step.Iteration}:kept",
            RunEventTypes.NodeKept,
            step.Node,
            step.Iteration,
            new RunEventData { Attempt = attempt }.ToJson());
    }

    /// <summary>Outputs are read here, so that they need not go through the history of the graph once more.</summary>
    private static async Task<WorkReport?> FindReportAsync(
        RunTransaction transaction, string? workItemId, CancellationToken cancellation)
    {
        var item = workItemId is null ? null : await transaction.FindWorkItemAsync(workItemId, cancellation);
        return item?.Report is { } report ? WorkReport.Of(item.Spec.Id, report).WithContent(report) : null;
    }

    private async Task<JsonElement?> FindResultAsync(
        string runId, string? resultRow, CancellationToken cancellation)
    {
        if (resultRow is null || !resultRow.StartsWith(NodeResults.RowPrefix, StringComparison.Ordinal))
        {
            return null;
        }

        // A row that never changes need not be read through the transaction.
        return await results.FindAsync(runId, resultRow, cancellation) is { } output
            ? OutputSummary.Of(output)
            : null;
    }

    private static Task TellLoop(RunTransaction transaction, RunReference run, ProgressStep step, LoopStep loop)
    {
        var data = new RunEventData { To = loop.To, Count = loop.Count, Max = loop.Max == 0 ? null : loop.Max };
        transaction.Tell(
            $"{run.Attempt}~{step.Node}~{loop.To}~{loop.Count}:{(loop.Max == 0 ? "back" : "loop")}",
            RunEventTypes.LoopTaken,
            step.Node,
            step.Iteration,
            data.ToJson());
        return Task.CompletedTask;
    }

    private static async Task<bool> WriteProgressAsync(
        RunTransaction transaction, int attempt, int? known, CancellationToken cancellation)
    {
        if (known is not { } progress)
        {
            return false;
        }

        var run = await transaction.FindRunAsync(cancellation);
        if (run.HasEnded() || run.Attempt != attempt || run.Progress == progress)
        {
            return false;
        }

        transaction.Save(run with { Progress = progress });
        return true;
    }

    private static string EventTypeOf(NodeStatus status) => status switch
    {
        NodeStatus.Completed => RunEventTypes.NodeCompleted,
        NodeStatus.Failed => RunEventTypes.NodeFailed,
        NodeStatus.Skipped => RunEventTypes.NodeSkipped,
        NodeStatus.Cancelled => RunEventTypes.NodeCancelled,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "A node does not end in this status."),
    };
}
