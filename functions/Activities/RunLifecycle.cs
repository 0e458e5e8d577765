using Microsoft.Extensions.Logging;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Functions.Events;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Runs;

namespace Swarm.Functions.Activities;

/// <summary>Writes the beginning and the end of a run.</summary>
public sealed class RunLifecycle(RunTransactions transactions, ILogger<RunLifecycle> logger)
{
    public Task BeginAsync(RunReference reference, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return transactions.ChangeAsync(
            reference.RunId,
            async transaction =>
            {
                var run = await transaction.FindRunAsync(cancellation);
                if (run.Status == RunStatus.Pending)
                {
                    transaction.Save(run with { Status = RunStatus.InProgress, StartedAt = transaction.Now });
                    transaction.Tell($"{reference.Attempt}:started", RunEventTypes.RunStarted);
                }

                return run.Status;
            },
            cancellation);
    }

    /// <summary>Writes the end.</summary>
    /// <returns>The instance of the schedule that the run comes from, which wants to know; null for none.</returns>
    public async Task<string?> FinishAsync(RunEnding ending, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(ending);
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

        return run.Origin is { } origin ? new ScheduleReference(origin.ScheduleId).InstanceId() : null;
    }

    private static async Task<RunDocument> StoreEndAsync(
        RunTransaction transaction, RunEnding ending, CancellationToken cancellation)
    {
        var (status, reason, isFault) = ending.Result;
        var run = await transaction.FindRunAsync(cancellation);
        if (run.HasEnded())
        {
            return run;
        }

        transaction.Save(run with
        {
            Status = status,
            Reason = reason,
            FinishedAt = transaction.Now,
            Progress = status == RunStatus.Completed ? 100 : run.Progress,
        });
        transaction.Tell(
            $"{ending.Run.Attempt}:finished", EventTypeOf(status), data: RunEventData.OfReason(reason));
        if (isFault)
        {
            // Nobody waits for what its nodes still do: nothing more is claimed, and who works is told to stop.
            var control = await transaction.FindControlAsync(cancellation);
            transaction.Save(new ControlDocument(
                (control?.Version ?? 0) + 1, CancelRequested: true, reason, transaction.Now));
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
