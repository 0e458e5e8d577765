using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Functions.Events;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Runs;

namespace Swarm.Functions.Activities;

/// <summary>Writes the beginning and the end of a run.</summary>
public sealed class RunLifecycle(RunTransactions transactions)
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

    public Task FinishAsync(RunEnding ending, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(ending);
        var (status, reason) = ending.Result;
        return transactions.ChangeAsync(
            ending.Run.RunId,
            async transaction =>
            {
                var run = await transaction.FindRunAsync(cancellation);
                if (!run.HasEnded())
                {
                    transaction.Save(run with
                    {
                        Status = status,
                        Reason = reason,
                        FinishedAt = transaction.Now,
                        Progress = status == RunStatus.Completed ? 100 : run.Progress,
                    });
                    transaction.Tell(
                        $"{ending.Run.Attempt}:finished",
                        EventTypeOf(status),
                        data: RunEventData.OfReason(reason));
                }

                return run.Status;
            },
            cancellation);
    }

    private static string EventTypeOf(RunStatus status) => status switch
    {
        RunStatus.Completed => RunEventTypes.RunCompleted,
        RunStatus.Cancelled => RunEventTypes.RunCancelled,
        _ => RunEventTypes.RunFailed,
    };
}
