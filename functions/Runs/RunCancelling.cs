using Swarm.Contracts.Runs;
using Swarm.Functions.Control;
using Swarm.Functions.Events;
using Swarm.Functions.Http;
using Swarm.Functions.Instances;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Pending;
using Swarm.Functions.WorkItems;

namespace Swarm.Functions.Runs;

/// <summary>
/// Cancels and stops runs. The control row decides: claims and dispatches look at it. The orchestration and those who
/// work on the run are told besides, so that it ends soon. A run that was stopped can be retried, a cancelled one not.
/// </summary>
public sealed class RunCancelling(
    RunStore runs, RunTransactions transactions, PendingStore pending, WorkItemCancelling workItems)
{
    /// <summary>Asks to cancel; a run that has ended stays as it is.</summary>
    /// <exception cref="ApiProblemException">404: there is no such run.</exception>
    public async Task<RunDocument> CancelAsync(
        string runId, string? reason, DurableTaskClient engine, CancellationToken cancellation)
    {
        var known = await runs.ReadAsync(runId, cancellation);
        return known.HasEnded()
            ? known
            : await EndAsync(
                runId,
                (control, now) => control.Cancel(reason, now),
                RunEventTypes.RunCancelRequested,
                engine,
                cancellation);
    }

    /// <summary>Asks to stop; a run that has been stopped stays as it is.</summary>
    /// <exception cref="ApiProblemException">404: no such run; 409: it has ended otherwise, or will.</exception>
    public async Task<RunDocument> StopAsync(
        string runId, string? reason, DurableTaskClient engine, CancellationToken cancellation)
    {
        var known = await runs.ReadAsync(runId, cancellation);
        return known switch
        {
            { Stopped: true } => known,
            _ when known.HasEnded() => throw ControlProblems.HasEnded(known),
            _ => await EndAsync(
                runId,
                (control, now) => control is { CancelRequested: true, StopRequested: false }
                    ? throw ControlProblems.IsBeingCancelled(runId)
                    : control.Stop(reason, now),
                RunEventTypes.RunStopRequested,
                engine,
                cancellation),
        };
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
        var instance = run.ToReference().InstanceId();
        await InstanceTelling.TellAsync(
            engine, instance, OrchestrationEvents.Cancel, control?.Reason ?? "", cancellation);
        await workItems.CancelAsync(run.Id, engine, cancellation);
    }

    private async Task<RunDocument> EndAsync(
        string runId,
        Func<ControlDocument, DateTimeOffset, ControlDocument> change,
        string eventType,
        DurableTaskClient engine,
        CancellationToken cancellation)
    {
        var effect = await pending.AddAsync(PendingKinds.CancelRun, runId, workItemId: null, cancellation);
        var run = await transactions.ChangeAsync(
            runId,
            transaction => transaction.ChangeControlAsync(
                (run, control) => run.HasEnded() ? control : change(control, transaction.Now),
                eventType,
                reason: null,
                cancellation),
            cancellation);
        await TellAsync(run, engine, cancellation);
        await pending.ClearAsync(effect, cancellation);
        return run;
    }
}
