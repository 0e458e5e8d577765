using Microsoft.Extensions.Logging;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Core.Leases;
using Swarm.Functions.Events;
using Swarm.Functions.Pending;
using Swarm.Functions.Workers;
using Swarm.Functions.WorkItems;

namespace Swarm.Functions.Leases;

/// <summary>
/// Takes leases away whose workers are gone or have let go: the work item is queued again under the next token, or ends
/// as a dead letter, or ends cancelled with its run.
/// </summary>
public sealed class LeaseReleasing(
    RunTransactions runs,
    WorkerStore workers,
    ActiveWorkStore active,
    PendingStore pending,
    WorkItemEffects effects,
    Listening listening,
    TimeProvider time,
    ILogger<LeaseReleasing> logger)
{
    /// <summary>Releases a lease that no heartbeat keeps alive any more.</summary>
    public async Task ReleaseIfEndedAsync(
        WorkItemDocument item, DurableTaskClient engine, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(item);
        var lease = item.Lease;
        var worker = await workers.FindAsync(lease.WorkerId!, cancellation);
        var hasLeft = worker is null or { Document.SignedOff: true };
        if ((hasLeft || listening.IsSilenceTelling())
            && HasEnded(lease, item.Spec.Id, worker?.Document, time.GetUtcNow()))
        {
            var claim = new ActiveWorkDocument(item.Spec.RunId, lease.Token, default);
            var row = new ActiveWork(lease.WorkerId!, item.Spec.Id, claim, default);
            await ReleaseAsync(row, ReasonOf(worker?.Document), engine, cancellation);
        }
    }

    /// <summary>Releases the lease that a worker has under a token; any other lease stays as it is.</summary>
    public async Task ReleaseAsync(
        ActiveWork row, string reason, DurableTaskClient engine, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(row);
        var runId = row.Claim.RunId;
        var effect = await pending.AddAsync(PendingKinds.WorkItem, runId, row.WorkItemId, cancellation);
        var changed = await runs.ChangeAsync(
            runId, transaction => StoreReleaseAsync(transaction, row, reason, cancellation), cancellation);
        if (changed is not null)
        {
            Logs.LeaseReleased(logger, row.WorkItemId, row.WorkerId, row.Claim.Token, changed.Lease.Status);
            await FollowAsync(changed, engine, cancellation);
        }

        // Last of all: until here the row is what a sweep would find the lease by.
        await active.DeleteAsync(row.WorkerId, row.WorkItemId, row.Claim.Token, cancellation);
        await pending.ClearAsync(effect, cancellation);
    }

    /// <summary>Ends a work item that waits in a queue, because its run is cancelled.</summary>
    public async Task CancelQueuedAsync(WorkItemSpec spec, DurableTaskClient engine, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var effect = await pending.AddAsync(PendingKinds.WorkItem, spec.RunId, spec.Id, cancellation);
        var changed = await runs.ChangeAsync(
            spec.RunId, transaction => StoreCancelAsync(transaction, spec.Id, cancellation), cancellation);
        if (changed is not null)
        {
            await FollowAsync(changed, engine, cancellation);
        }

        await pending.ClearAsync(effect, cancellation);
    }

    /// <summary>
    /// Whether nothing keeps the lease alive: its worker is silent, has signed off, or does not list it.
    /// </summary>
    public static bool HasEnded(LeaseState lease, string workItemId, WorkerDocument? worker, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(lease);
        if (worker is null || worker.SignedOff)
        {
            return true;
        }

        var isListed = worker.Held.Any(held => held.Id == workItemId && held.Token == lease.Token);
        return LeaseRules.HasEnded(lease, isListed ? worker.LastSeenAt : null, now);
    }

    public static string ReasonOf(WorkerDocument? worker) => worker switch
    {
        null => "Its worker is unknown.",
        { SignedOff: true } => $"Its worker '{worker.Name}' has signed off.",
        _ => $"Its worker '{worker.Name}' went silent.",
    };

    private static async Task<WorkItemDocument?> StoreReleaseAsync(
        RunTransaction transaction, ActiveWork row, string reason, CancellationToken cancellation)
    {
        var item = await transaction.FindWorkItemAsync(row.WorkItemId, cancellation);
        if (item is null
            || item.Lease.Status != WorkItemStatus.Claimed
            || item.Lease.WorkerId != row.WorkerId
            || item.Lease.Token != row.Claim.Token)
        {
            return null;
        }

        var lease = LeaseRules.Release(item.Lease);
        if (await transaction.IsCancelledAsync(cancellation))
        {
            var cancelled = item.End(WorkItemStatus.Cancelled, lease, "Its run was cancelled.", transaction.Now);
            transaction.Save(cancelled);
            return cancelled;
        }

        if (lease.Status == WorkItemStatus.Dead)
        {
            var dead = item.End(
                WorkItemStatus.Dead,
                lease,
                $"It was claimed {lease.Deliveries} times and no result came. {reason}",
                transaction.Now);
            transaction.Save(dead);
            return dead;
        }

        var queued = item with { Lease = lease, ClaimReceipt = null, QueuedAt = transaction.Now };
        transaction.Save(queued);
        await TellRequeuedAsync(transaction, queued, row, reason, cancellation);
        return queued;
    }

    private static async Task TellRequeuedAsync(
        RunTransaction transaction,
        WorkItemDocument item,
        ActiveWork row,
        string reason,
        CancellationToken cancellation)
    {
        var spec = item.Spec;
        await transaction.ChangeNodeAsync(spec, node => node.Requeued(spec.Iteration), cancellation);
        var data = new WorkEventData
        {
            WorkItemId = spec.Id,
            Attempt = spec.Attempt,
            WorkerId = row.WorkerId,
            Deliveries = item.Lease.Deliveries,
            Reason = reason,
        };
        transaction.Tell(
            WorkEvents.RequeuedId(spec.Id, row.Claim.Token),
            RunEventTypes.NodeRequeued,
            spec.Node,
            spec.Iteration,
            WorkEvents.Data(data));
    }

    private static async Task<WorkItemDocument?> StoreCancelAsync(
        RunTransaction transaction, string workItemId, CancellationToken cancellation)
    {
        var item = await transaction.FindWorkItemAsync(workItemId, cancellation);
        if (item is null || item.Lease.Status != WorkItemStatus.Queued)
        {
            return null;
        }

        var cancelled = item.End(WorkItemStatus.Cancelled, item.Lease, "Its run was cancelled.", transaction.Now);
        transaction.Save(cancelled);
        return cancelled;
    }

    private Task FollowAsync(WorkItemDocument item, DurableTaskClient engine, CancellationToken cancellation) =>
        WorkItemEffects.HasEnded(item)
            ? WorkItemEffects.RaiseAsync(item, engine, cancellation)
            : effects.EnqueueAsync(item.Spec, cancellation);
}
