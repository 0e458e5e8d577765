using Swarm.Contracts.Queues;
using Swarm.Contracts.Statuses;
using Swarm.Core.Queues;
using Swarm.Functions.Events;
using Swarm.Functions.Pending;
using Swarm.Functions.Queues;
using Swarm.Functions.Workers;
using Swarm.Functions.WorkItems;

namespace Swarm.Functions.Allocation;

/// <summary>
/// Finds a place for a work item that is queued: gives it to a worker, or puts its pointer into a queue for whoever is
/// free first. The order holds at each crash: the row of the slot (<c>ActiveWork</c>), then the work item, then the
/// pointer. A slot taken for nothing is free again when the time to claim is over; a pointer that was not sent is sent
/// by the sweeper, since whoever places a work item has a pending row for it.
/// </summary>
public sealed class WorkPlacing(
    RunTransactions runs,
    WorkItemStore items,
    ActiveWorkStore active,
    WorkDeciding deciding,
    WorkWaiting waiting,
    WorkGivenBack givenBack,
    WorkItemEffects effects,
    PendingStore pending,
    IWorkQueues queues,
    TimeProvider time)
{
    /// <summary>How many workers that did not claim a work item are remembered with it.</summary>
    public const int MaxNotClaimedBy = 16;

    /// <summary>Takes the slot that a decision gives, so that it is taken in other processes as well.</summary>
    public async Task TakeSlotAsync(
        WorkItemSpec spec, long token, WorkAssignment? assignment, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (assignment is not null)
        {
            var row = new ActiveWorkDocument(spec.RunId, token, assignment.Until, IsAssignment: true);
            await active.AddAsync(assignment.WorkerId, spec.Id, row, cancellation);
        }
    }

    /// <summary>Gives back a slot that was taken and is not used; a claim on it stays.</summary>
    public Task FreeSlotAsync(WorkItemSpec spec, WorkAssignment? assignment, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return assignment is null
            ? Task.CompletedTask
            : active.DeleteAssignmentAsync(assignment.WorkerId, spec.Id, cancellation);
    }

    /// <summary>
    /// Places a work item if it is still queued and its run is not paused. What is assigned to a worker that may still
    /// claim it only gets its pointer again.
    /// </summary>
    /// <param name="runId">Its run.</param>
    /// <param name="workItemId">The work item.</param>
    /// <param name="because">Why, in a sentence.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="from">The worker that it is taken from; null for none.</param>
    public Task PlaceAsync(
        string runId, string workItemId, string because, CancellationToken cancellation, string? from = null) =>
        PlaceAsync(runId, workItemId, because, mayWait: true, from, cancellation);

    /// <summary>
    /// Gives a work item to a worker that fits and is free; where there is none, it stays where it is, and whoever has
    /// noted to look at it does so later.
    /// </summary>
    public Task TryGiveAsync(string runId, string workItemId, string because, CancellationToken cancellation) =>
        PlaceAsync(runId, workItemId, because, mayWait: false, from: null, cancellation);

    /// <summary>
    /// Takes back the pointer of a worker that does not fit. What it took from a common queue goes to one that fits and
    /// is free; where there is none, it is placed anew in a while and not at once, since the next to take it might be
    /// the same worker. What was given to it goes to another.
    /// </summary>
    public async Task GiveBackAsync(
        WorkItemDocument item, string workerId, QueueReceipt? receipt, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(item);
        var spec = item.Spec;
        await pending.AddAsync(PendingKinds.PlaceWork, spec.RunId, spec.Id, cancellation);
        if (item.Assignment?.WorkerId == workerId)
        {
            await PlaceAsync(spec.RunId, spec.Id, "Its worker does not fit any more.", cancellation, from: workerId);
            await FreeSlotAsync(spec, item.Assignment, cancellation);
        }
        else
        {
            // Noted before the look at who is free: whoever frees a slot after it finds the note.
            givenBack.Enter(item);
            await TryGiveAsync(spec.RunId, spec.Id, "A worker that does not fit had its pointer.", cancellation);
        }

        if (receipt is not null)
        {
            await queues.DeleteAsync(receipt, cancellation);
        }
    }

    private async Task PlaceAsync(
        string runId, string workItemId, string because, bool mayWait, string? from, CancellationToken cancellation)
    {
        var item = await items.FindAsync(runId, workItemId, cancellation);
        if (item is not { Lease.Status: WorkItemStatus.Queued, IsHeld: false }
            || await items.IsPausedAsync(runId, cancellation)
            || await IsTakenOverAsync(item, from, cancellation))
        {
            return;
        }

        var lapsed = item.Assignment?.WorkerId;
        var notClaimedBy = lapsed is null
            ? item.NotClaimedBy
            : [.. item.NotClaimedBy.Append(lapsed).Distinct(StringComparer.Ordinal).TakeLast(MaxNotClaimedBy)];
        var decision = await deciding.DecideAsync(
            item.Spec, notClaimedBy, item.RefusedBy, cancellation, item.Holder);
        if (decision.Assignment is null && !mayWait)
        {
            return;
        }

        givenBack.Forget(workItemId);
        await TakeSlotAsync(item.Spec, item.Lease.Token + 1, decision.Assignment, cancellation);
        var placed = item;
        if (decision.Assignment is not null || lapsed is not null)
        {
            placed = await runs.ChangeAsync(
                runId,
                transaction => StoreAsync(transaction, item, notClaimedBy, decision, because, cancellation),
                cancellation);
        }

        if (placed is null)
        {
            // Somebody claimed, placed or cancelled it meanwhile.
            await FreeSlotAsync(item.Spec, decision.Assignment, cancellation);
            return;
        }

        await effects.EnqueueAsync(item.Spec, decision.Queue, cancellation);
        await waiting.TellAsync(placed, decision.Outcome, cancellation);
    }

    /// <summary>
    /// Whether there is nothing to decide: somebody else has it now, or its worker may still claim it, who then gets
    /// the pointer once more in case the first was lost.
    /// </summary>
    private async Task<bool> IsTakenOverAsync(WorkItemDocument item, string? from, CancellationToken cancellation)
    {
        if (from is not null)
        {
            return item.Assignment?.WorkerId != from;
        }

        if (item.Assignment is not { } assignment || assignment.Until <= time.GetUtcNow())
        {
            return false;
        }

        var own = QueueNames.OfWorker(assignment.WorkerId, item.Spec.Priority);
        await effects.EnqueueAsync(item.Spec, own, cancellation);
        return true;
    }

    private static async Task<WorkItemDocument?> StoreAsync(
        RunTransaction transaction,
        WorkItemDocument seen,
        IReadOnlyList<string> notClaimedBy,
        WorkDecision decision,
        string because,
        CancellationToken cancellation)
    {
        var current = await transaction.FindWorkItemAsync(seen.Spec.Id, cancellation);
        if (current is not { Lease.Status: WorkItemStatus.Queued, IsHeld: false }
            || current.Lease.Token != seen.Lease.Token
            || current.Assignment != seen.Assignment)
        {
            return null;
        }

        var placed = current with { Assignment = decision.Assignment, NotClaimedBy = notClaimedBy };
        transaction.Save(placed);
        await transaction.SaveDecisionAsync(placed.Spec, decision, because, cancellation);
        return placed;
    }
}
