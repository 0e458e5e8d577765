using Microsoft.Extensions.Logging;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Functions.Events;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Runs;
using Swarm.Functions.Scopes;
using Swarm.Functions.Tasks;

namespace Swarm.Functions.Activities;

/// <summary>Writes the beginning and the end of a run.</summary>
public sealed class RunLifecycle(
    RunTransactions transactions,
    ScopeReader scopes,
    ScopeOpening outputs,
    NodeResultStore results,
    TaskStore tasks,
    ILogger<RunLifecycle> logger)
{
    public async Task<RunBegun> BeginAsync(RunReference reference, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(reference);
        await transactions.ChangeAsync(
            reference.RunId,
            async transaction =>
            {
                var run = await transaction.FindRunAsync(cancellation);
                if (run.Status == RunStatus.Pending && run.Attempt == reference.Attempt)
                {
                    transaction.Save(run with
                    {
                        Status = RunStatus.InProgress,
                        StartedAt = run.StartedAt ?? transaction.Now,
                    });
                    transaction.Tell($"{reference.Attempt}:started", RunEventTypes.RunStarted);
                }

                return run.Status;
            },
            cancellation);
        return new RunBegun((await scopes.ReadAsync(reference, cancellation)).Definition.Pattern);
    }

    /// <summary>Writes the end.</summary>
    /// <returns>The instances that want to know: of its schedule, or of tasks that wait for its task.</returns>
    public async Task<IReadOnlyList<string>> FinishAsync(RunEnding ending, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(ending);
        ending = ending with { Result = await StoreOutputAsync(ending, cancellation) };
        var run = await transactions.ChangeAsync(
            ending.Run.RunId, transaction => StoreEndAsync(transaction, ending, cancellation), cancellation);
        var (status, reason, isFault) = ending.Result;
        if (isFault)
        {
            Logs.RunFaulted(logger, ending.Run.RunId, reason);
        }
        else
        {
            Logs.RunEnded(logger, ending.Run.RunId, status);
        }

        return run.Origin switch
        {
            { ScheduleId: { } schedule } => [new ScheduleReference(schedule).InstanceId()],
            { TaskId: { } task } => await tasks.WaitersAsync(task, cancellation),
            _ => [],
        };
    }

    /// <summary>
    /// Stores what the run puts out. A run whose outputs cannot be told has failed, whatever its nodes have done.
    /// </summary>
    private async Task<RunResult> StoreOutputAsync(RunEnding ending, CancellationToken cancellation)
    {
        if (ending.Result is not { Status: RunStatus.Completed, Results: not null } result)
        {
            return ending.Result;
        }

        var (output, failure) = await outputs.OutputAsync(ending.Run, result, cancellation);
        if (output is null)
        {
            return new RunResult(RunStatus.Failed, failure);
        }

        await results.StoreAsync(ending.Run.RunId, output.Value, cancellation);
        return result;
    }

    private static async Task<RunDocument> StoreEndAsync(
        RunTransaction transaction, RunEnding ending, CancellationToken cancellation)
    {
        var (status, reason, isFault) = ending.Result;
        var run = await transaction.FindRunAsync(cancellation);
        if (run.HasEnded() || run.Attempt != ending.Run.Attempt)
        {
            return run;
        }

        var control = await transaction.FindControlAsync(cancellation);
        transaction.Save(run with
        {
            Status = status,
            Reason = reason,
            Paused = false,
            Stopped = status == RunStatus.Cancelled && control is { StopRequested: true },
            FinishedAt = transaction.Now,
            Progress = status == RunStatus.Completed ? 100 : run.Progress,
        });
        transaction.Tell(
            RunEventReader.FinalId(ending.Run.Attempt), EventTypeOf(status), data: RunEventData.OfReason(reason));
        if (isFault)
        {
            // Nobody waits for what its nodes still do: nothing more is claimed, and who works is told to stop.
            transaction.Save((control ?? ControlDocument.Empty(transaction.Now)).Cancel(reason, transaction.Now));
        }

        return run;
    }

    private static string EventTypeOf(RunStatus status) => status switch
    {
        RunStatus.Completed => RunEventTypes.RunCompleted,
        RunStatus.Cancelled => RunEventTypes.RunCancelled,
        _ => RunEventTypes.RunFailed,
    };
}
