using Microsoft.Extensions.Logging;
using Swarm.Contracts.DeadLetters;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Core.Leases;
using Swarm.Core.Statuses;
using Swarm.Functions.Allocation;
using Swarm.Functions.Events;
using Swarm.Functions.Http;
using Swarm.Functions.Pending;
using Swarm.Functions.WorkItems;

namespace Swarm.Functions.DeadLetters;

/// <summary>
/// Settles dead letters: replays them or gives them up. Deciding the same again is answered as the first time, and
/// does what a crash has left undone.
/// </summary>
public sealed class DeadLetterSettling(
    DeadLetterStore letters,
    RunTransactions runs,
    PendingStore pending,
    WorkPlacing placing,
    ILogger<DeadLetterSettling> logger)
{
    /// <summary>Queues the work item again, with as many deliveries as a new one.</summary>
    /// <exception cref="ApiProblemException">404, or 409: it was given up, or its run is cancelled.</exception>
    public Task<DeadLetter> ReplayAsync(
        string id, string by, DurableTaskClient engine, CancellationToken cancellation) =>
        SettleAsync(id, DeadLetterStatus.Replayed, by, engine, cancellation);

    /// <summary>Gives the work item up: its node fails.</summary>
    /// <exception cref="ApiProblemException">404, or 409: it was replayed, or its run is cancelled.</exception>
    public Task<DeadLetter> DropAsync(
        string id, string by, DurableTaskClient engine, CancellationToken cancellation) =>
        SettleAsync(id, DeadLetterStatus.Dropped, by, engine, cancellation);

    /// <summary>Gives a parked work item up for which nobody has decided in time.</summary>
    public Task ExpireAsync(WorkItemDocument parked, DurableTaskClient engine, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(parked);
        var id = DeadLetterDocument.IdOf(parked.Spec.Id, parked.Lease.Token);
        return SettleAsync(id, DeadLetterStatus.Expired, by: null, engine, cancellation);
    }

    private async Task<DeadLetter> SettleAsync(
        string id, DeadLetterStatus status, string? by, DurableTaskClient engine, CancellationToken cancellation)
    {
        var known = await letters.ReadAsync(id, cancellation);
        var (runId, workItemId) = (known.RunId, known.WorkItemId);
        var effect = await pending.AddAsync(PendingKinds.WorkItem, runId, workItemId, cancellation);
        var (letter, item) = await runs.ChangeAsync(
            runId, transaction => StoreAsync(transaction, id, workItemId, status, by, cancellation), cancellation);
        if (letter is null || item is null || letter.Letter.Status != status)
        {
            await pending.ClearAsync(effect, cancellation);
            throw letter is null ? DeadLetterStore.NotFound(id) : Settled(letter.Letter);
        }

        Logs.DeadLetterSettled(logger, id, status, by);
        if (item.Lease.Status == WorkItemStatus.Queued)
        {
            await placing.PlaceAsync(runId, workItemId, "It was a dead letter and is tried again.", cancellation);
            await pending.MoveAsync(effect, WorkItemDispatch.FirstCheck, cancellation);
        }
        else
        {
            // After a replay it may be claimed by now, or have ended: then this is told once more, which does no harm.
            await RaiseIfEndedAsync(item, engine, cancellation);
            await pending.ClearAsync(effect, cancellation);
        }

        return letter.Letter;
    }

    private static async Task<(DeadLetterDocument? Letter, WorkItemDocument? Item)> StoreAsync(
        RunTransaction transaction,
        string id,
        string workItemId,
        DeadLetterStatus status,
        string? by,
        CancellationToken cancellation)
    {
        var letter = await transaction.FindDeadLetterAsync(id, cancellation);
        var item = await transaction.FindWorkItemAsync(workItemId, cancellation);
        if (letter is null
            || item is null
            || letter.Letter.Status != DeadLetterStatus.Parked
            || item.Lease.Status != WorkItemStatus.Dead
            || item.Lease.Token != letter.Token)
        {
            return (letter, item);
        }

        if (await transaction.IsCancelledAsync(item.Spec, cancellation))
        {
            throw Problems.Conflict($"Run '{transaction.RunId}' is being cancelled; its dead letters end with it.");
        }

        var settled = await DeadLetterParking.SettleAsync(transaction, item, status, by, cancellation);
        var changed = status == DeadLetterStatus.Replayed
            ? await ReplayAsync(transaction, item, id, by, cancellation)
            : item.End(WorkItemStatus.Failed, item.Lease, $"{item.Reason} {WordOf(status, by)}", transaction.Now);
        transaction.Save(changed);
        return (settled, changed);
    }

    private static async Task<WorkItemDocument> ReplayAsync(
        RunTransaction transaction, WorkItemDocument item, string id, string? by, CancellationToken cancellation)
    {
        var spec = item.Spec;
        await transaction.ChangeNodeAsync(spec, node => node.Replayed(spec.Iteration), cancellation);
        var data = new WorkEventData
        {
            WorkItemId = spec.Id,
            Attempt = spec.Attempt,
            DeadLetterId = id,
            Reason = $"The dead letter was replayed by {by}.",
        };
        transaction.Tell(
            WorkEvents.ReplayedId(id),
            RunEventTypes.NodeRequeued,
            spec.Node,
            spec.Iteration,
            WorkEvents.Data(data));
        return item with
        {
            Lease = LeaseRules.Replay(item.Lease),
            Reason = null,
            QueuedAt = transaction.Now,
            WaitsSince = null,
        };
    }

    private static Task RaiseIfEndedAsync(
        WorkItemDocument item, DurableTaskClient engine, CancellationToken cancellation) =>
        StatusRules.IsFinal(item.Lease.Status)
            ? WorkItemEffects.RaiseAsync(item, engine, cancellation)
            : Task.CompletedTask;

    private static string WordOf(DeadLetterStatus status, string? by) => status == DeadLetterStatus.Dropped
        ? $"The dead letter was dropped by {by}."
        : "Nobody replayed the dead letter in time.";

    private static ApiProblemException Settled(DeadLetter letter) => Problems.Conflict(letter.Status switch
    {
        DeadLetterStatus.Replayed =>
            $"Dead letter '{letter.Id}' was replayed at {letter.SettledAt:u}. If its work item was parked again, it is "
            + "under another id in the list.",
        DeadLetterStatus.Cancelled =>
            $"Dead letter '{letter.Id}' ended with its run, which was cancelled. Start another run of the workflow.",
        _ =>
            $"Dead letter '{letter.Id}' was given up at {letter.SettledAt:u}, and its node has failed. Start another "
            + "run of the workflow.",
    });
}
