using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Functions.Allocation;
using Swarm.Functions.Events;
using Swarm.Functions.Http;
using Swarm.Functions.Pending;
using Swarm.Functions.Runs;
using Swarm.Functions.WorkItems;

namespace Swarm.Functions.Control;

/// <summary>
/// Pauses runs and lets them go on. The control row decides: while it says paused, work items are queued without a
/// pointer and nobody can claim one. So when a run is paused there is nobody to tell but those who hold locks for work
/// that has not begun; when it goes on, there are pointers to send.
/// </summary>
public sealed class RunPausing(
    RunStore runs,
    RunTransactions transactions,
    PendingStore pending,
    WorkItemStore items,
    WorkPlacing placing,
    WorkWithdrawing withdrawing,
    PausedNodes nodes)
{
    /// <summary>Pauses a run; one that is paused stays as it is.</summary>
    /// <exception cref="ApiProblemException">404: no such run; 409: it has ended, or is about to.</exception>
    public async Task<RunDocument> PauseAsync(
        string runId, string? reason, DurableTaskClient engine, CancellationToken cancellation)
    {
        await runs.ReadAsync(runId, cancellation);
        var effect = await pending.AddAsync(PendingKinds.PauseRun, runId, workItemId: null, cancellation);
        var run = await ChangeAsync(
            runId, (control, now) => control.Pause(reason, now), RunEventTypes.RunPaused, reason, cancellation);
        await withdrawing.WithdrawPausedAsync(runId, engine, cancellation);
        await pending.ClearAsync(effect, cancellation);
        return run;
    }

    /// <summary>Lets a run go on; one that is not paused stays as it is.</summary>
    /// <exception cref="ApiProblemException">404: no such run; 409: it has ended, or is about to.</exception>
    public async Task<RunDocument> ResumeAsync(
        string runId, string? reason, DurableTaskClient engine, CancellationToken cancellation)
    {
        await runs.ReadAsync(runId, cancellation);
        var effect = await pending.AddAsync(PendingKinds.ResumeRun, runId, workItemId: null, cancellation);
        var run = await ChangeAsync(
            runId, (control, now) => control.Resume(now), RunEventTypes.RunResumed, reason, cancellation);

        // Also for a repeated request: the first one may have come no further than its row.
        await GoOnAsync(runId, engine, cancellation);
        await pending.ClearAsync(effect, cancellation);
        return run;
    }

    /// <summary>
    /// Wakes what waits for the run to go on, and sends pointers to all that is queued; may be repeated, as a pointer
    /// too many dies at the claim. Places nothing while the run is paused.
    /// </summary>
    public async Task GoOnAsync(string runId, DurableTaskClient engine, CancellationToken cancellation)
    {
        await nodes.WakeAsync(runId, engine, cancellation);
        await foreach (var item in items.EachAsync(runId, cancellation))
        {
            if (item.Lease.Status == WorkItemStatus.Queued)
            {
                await placing.PlaceAsync(runId, item.Spec.Id, "Its run goes on.", cancellation);
            }
        }
    }

    private Task<RunDocument> ChangeAsync(
        string runId,
        Func<ControlDocument, DateTimeOffset, ControlDocument> change,
        string eventType,
        string? reason,
        CancellationToken cancellation) =>
        transactions.ChangeAsync(
            runId,
            transaction => transaction.ChangeControlAsync(
                (run, control) =>
                {
                    ControlProblems.DemandGoingOn(run, control);
                    return change(control, transaction.Now);
                },
                eventType,
                reason,
                cancellation),
            cancellation);
}
