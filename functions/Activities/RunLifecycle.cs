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

    public async Task FinishAsync(RunEnding ending, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(ending);
        await transactions.ChangeAsync(
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
    }

    private static async Task<RunStatus> StoreEndAsync(
        RunTransaction transaction, RunEnding ending, CancellationToken cancellation)
    {
        var (status, reason, isFault) = ending.Result;
        var run = await transaction.FindRunAsync(cancellation);
        if (run.HasEnded())
        {
            return run.Status;
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

        return status;
    }

    private static string EventTypeOf(RunStatus status) => status switch
    {
        RunStatus.Completed => RunEventTypes.RunCompleted,
        RunStatus.Cancelled => RunEventTypes.RunCancelled,
        _ => RunEventTypes.RunFailed,
    };
}
