using Microsoft.Extensions.Logging;
using Swarm.Contracts.DeadLetters;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Core.Allocation;
using Swarm.Core.Leases;
using Swarm.Functions.Allocation;
using Swarm.Functions.Clarifications;
using Swarm.Functions.DeadLetters;
using Swarm.Functions.Events;
using Swarm.Functions.Pending;
using Swarm.Functions.Workers;
using Swarm.Functions.WorkItems;

namespace Swarm.Functions.Leases;

/// <summary>
/// Takes leases away whose workers are gone or have let go: the work item is queued again under the next token, or is
/// parked as a dead letter, or ends cancelled with its run.
/// </summary>
public sealed class LeaseReleasing(
    RunTransactions runs,
    WorkerStore workers,
    ActiveWorkStore active,
    PendingStore pending,
    WorkPlacing placing,
    WorkItemStore items,
    DeadLetterParking parking,
    Listening listening,
    TimeProvider time,
    ILogger<LeaseReleasing> logger)
{
    private const string CancelledReason = "Its run was cancelled.";

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

    /// <summary>
    /// Releases the lease that a worker has under a token; any other lease stays as it is. What it was only given goes
    /// to somebody else, and so does what it refused. What the claim has used is the work item's from here on.
    /// </summary>
    public async Task ReleaseAsync(
        ActiveWork row,
        string reason,
        DurableTaskClient engine,
        CancellationToken cancellation,
        WorkRefusal? refusal = null,
        ToolUsage? used = null)
    {
        ArgumentNullException.ThrowIfNull(row);
        var runId = row.Claim.RunId;
        var effect = await pending.AddAsync(PendingKinds.WorkItem, runId, row.WorkItemId, cancellation);
        if (row.Claim.IsAssignment)
        {
            await placing.PlaceAsync(runId, row.WorkItemId, reason, cancellation, from: row.WorkerId);
            await active.DeleteAssignmentAsync(row.WorkerId, row.WorkItemId, cancellation);
            await pending.ClearAsync(effect, cancellation);
            return;
        }

        if (await items.FindAsync(runId, row.WorkItemId, cancellation) is { } known)
        {
            await parking.AnnounceAsync(known, cancellation);
        }

        var told = (await workers.FindAsync(row.WorkerId, cancellation))?.Document.Used ?? [];
        var spent = used ?? ClaimUsage.Find(told, row.WorkItemId, row.Claim.Token);
        var changed = await runs.ChangeAsync(
            runId,
            transaction => StoreReleaseAsync(transaction, row, reason, refusal, spent, cancellation),
            cancellation);
        if (changed is not null)
        {
            Logs.LeaseReleased(logger, row.WorkItemId, row.WorkerId, row.Claim.Token, changed.Lease.Status);
            await FollowAsync(changed, reason, engine, cancellation);
        }
        else
        {
            // A claim that came no further than its row may have been of work that was given to this worker.
            await placing.PlaceAsync(runId, row.WorkItemId, reason, cancellation, from: row.WorkerId);
        }

        // Last of all: until here the row is what a sweep would find the lease by.
        await active.DeleteAsync(row.WorkerId, row.WorkItemId, row.Claim.Token, cancellation);
        if (changed?.Lease.Status == WorkItemStatus.Dead)
        {
            await pending.MoveAsync(effect, parking.KeptFor, cancellation);
        }
        else if (changed is { Lease.Status: WorkItemStatus.Queued, Spec.QueueTimeout: { } limit })
        {
            await pending.MoveAsync(effect, limit, cancellation);
        }
        else
        {
            await pending.ClearAsync(effect, cancellation);
        }
    }

    /// <summary>
    /// Ends a work item that waits in a queue or for an answer, or is parked, because its run is cancelled.
    /// </summary>
    public async Task CancelWaitingAsync(WorkItemSpec spec, DurableTaskClient engine, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var effect = await pending.AddAsync(PendingKinds.WorkItem, spec.RunId, spec.Id, cancellation);
        var changed = await runs.ChangeAsync(
            spec.RunId, transaction => StoreCancelAsync(transaction, spec.Id, cancellation), cancellation);
        if (changed is not null)
        {
            await FollowAsync(changed, "Its run was cancelled.", engine, cancellation);
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

    /// <summary>Why a worker that was given something and did not claim it does not keep it.</summary>
    public static string NotClaimedReasonOf(WorkerDocument? worker) => worker switch
    {
        null or { SignedOff: true } => ReasonOf(worker),
        { Draining: true } or { DrainRequested: true } => $"Worker '{worker.Name}' is being drained.",
        _ => $"Worker '{worker.Name}' did not claim it in time.",
    };

    private async Task<WorkItemDocument?> StoreReleaseAsync(
        RunTransaction transaction,
        ActiveWork row,
        string reason,
        WorkRefusal? refusal,
        ToolUsage? spent,
        CancellationToken cancellation)
    {
        var item = await transaction.FindWorkItemAsync(row.WorkItemId, cancellation);
        if (item is null
            || item.Lease.Status != WorkItemStatus.Claimed
            || item.Lease.WorkerId != row.WorkerId
            || item.Lease.Token != row.Claim.Token)
        {
            return null;
        }

        var used = item with { Spent = UsageSum.Of(item.Spent, spent) };
        var lost = refusal is null
            ? used.Lose(LeaseRules.Release(item.Lease), reason, transaction.Now)
            : used.Refuse(refusal, reason, transaction.Now);
        if (await transaction.IsCancelledAsync(item.Spec, cancellation))
        {
            var cancelled = lost.End(WorkItemStatus.Cancelled, lost.Lease, CancelledReason, transaction.Now);
            transaction.Save(cancelled);
            return cancelled;
        }

        if (lost.Lease.Status == WorkItemStatus.Dead)
        {
            return await parking.ParkAsync(transaction, lost, reason, cancellation);
        }

        var queued = lost with
        {
            QueuedAt = transaction.Now,
            WaitsSince = refusal is null ? null : WorkWaiting.SinceOf(item),
        };
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

    /// <summary>Ends a work item that no worker has; null when one has it, or it has ended.</summary>
    internal static async Task<WorkItemDocument?> StoreCancelAsync(
        RunTransaction transaction, string workItemId, CancellationToken cancellation)
    {
        var item = await transaction.FindWorkItemAsync(workItemId, cancellation);
        if (item?.Lease.Status is not (WorkItemStatus.Queued or WorkItemStatus.Dead or WorkItemStatus.Waiting))
        {
            return null;
        }

        if (item.Lease.Status == WorkItemStatus.Waiting)
        {
            await ClarificationSettling.CancelAsync(transaction, item, cancellation);
        }

        if (item.Lease.Status == WorkItemStatus.Dead)
        {
            await DeadLetterParking.SettleAsync(
                transaction, item, DeadLetterStatus.Cancelled, by: null, cancellation);
        }

        var cancelled = item.End(WorkItemStatus.Cancelled, item.Lease, CancelledReason, transaction.Now);
        transaction.Save(cancelled);
        return cancelled;
    }

    /// <summary>What is parked asks for nothing: its node waits until somebody decides.</summary>
    private Task FollowAsync(
        WorkItemDocument item, string because, DurableTaskClient engine, CancellationToken cancellation) =>
        item.Lease.Status switch
        {
            WorkItemStatus.Queued => placing.PlaceAsync(item.Spec.RunId, item.Spec.Id, because, cancellation),
            WorkItemStatus.Dead => Task.CompletedTask,
            _ => WorkItemEffects.RaiseAsync(item, engine, cancellation),
        };
}
