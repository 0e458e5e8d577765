using Swarm.Contracts.Runs;
using Swarm.Functions.Events;
using Swarm.Functions.Http;
using Swarm.Functions.Instances;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Pending;
using Swarm.Functions.WorkItems;

namespace Swarm.Functions.Runs;

/// <summary>
/// Cancels runs. The control row decides: claims and dispatches look at it. The orchestration and those who work on the
/// run are told besides, so that it ends soon.
/// </summary>
public sealed class RunCancelling(
    RunStore runs, RunTransactions transactions, PendingStore pending, WorkItemCancelling workItems)
{
    private const string EventId = "cancel_requested";

    /// <summary>Asks to cancel; a run that has ended stays as it is.</summary>
    /// <exception cref="ApiProblemException">404: there is no such run.</exception>
    public async Task<RunDocument> CancelAsync(
        string runId, string? reason, DurableTaskClient engine, CancellationToken cancellation)
    {
        var known = await runs.ReadAsync(runId, cancellation);
        if (known.HasEnded())
        {
            return known;
        }

        var effect = await pending.AddAsync(PendingKinds.CancelRun, runId, workItemId: null, cancellation);
        var run = await transactions.ChangeAsync(
            runId, transaction => StoreAsync(transaction, reason, cancellation), cancellation);
        await TellAsync(run, engine, cancellation);
        await pending.ClearAsync(effect, cancellation);
        return run;
    }

    /// <summary>Tells everybody who works on a run that it is to end; may be repeated.</summary>
    public async Task TellAsync(RunDocument run, DurableTaskClient engine, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.HasEnded())
        {
            return;
        }

        var control = await runs.FindControlAsync(run.Id, cancellation);

        // An orchestration that is not there yet reads the control row when it begins.
        var instance = new RunReference(run.Id, run.Attempt).InstanceId();
        await InstanceTelling.TellAsync(
            engine, instance, OrchestrationEvents.Cancel, control?.Reason ?? "", cancellation);
        await workItems.CancelAsync(run.Id, engine, cancellation);
    }

    private static async Task<RunDocument> StoreAsync(
        RunTransaction transaction, string? reason, CancellationToken cancellation)
    {
        var run = await transaction.FindRunAsync(cancellation);
        var control = await transaction.FindControlAsync(cancellation);
        if (!run.HasEnded() && control is not { CancelRequested: true })
        {
            transaction.Save(new ControlDocument(
                (control?.Version ?? 0) + 1, CancelRequested: true, reason, transaction.Now));
            transaction.Tell(EventId, RunEventTypes.RunCancelRequested, data: RunEventData.OfReason(reason));
        }

        return run;
    }
}
