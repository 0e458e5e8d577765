using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Core.Leases;
using Swarm.Functions.Allocation;
using Swarm.Functions.Checkpoints;
using Swarm.Functions.Events;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Pending;
using Swarm.Functions.Runs;

namespace Swarm.Functions.WorkItems;

/// <summary>
/// Queues work items, for a worker that fits and is free or for the first that will be. Row first, then the pointer: a
/// crash in between leaves a pending row by which the sweeper sends the pointer, and asking again for the same work
/// item does so too.
/// </summary>
public sealed class WorkItemDispatch(
    RunTransactions runs,
    WorkItemStore items,
    PendingStore pending,
    WorkItemEffects effects,
    WorkDeciding deciding,
    WorkPlacing placing)
{
    /// <summary>How soon a work item that was queued is looked at again; see <see cref="WorkItemPending"/>.</summary>
    internal static readonly TimeSpan FirstCheck = TimeSpan.FromMinutes(5);

    /// <summary>The token that the first claim gives.</summary>
    private const long FirstToken = 1;

    /// <summary>Queues a work item; one that was queued before stays as it is.</summary>
    /// <returns>
    /// The status that the work item has now: cancelled, with nothing stored, when the run is to be cancelled; none
    /// when something holds it back.
    /// </returns>
    public async Task<WorkDispatched> DispatchAsync(WorkItemSpec spec, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(spec);

        // Both come before the work item and neither before the other, so they share the wait for the store. The look
        // at it need not come soon: whoever is cut off here is an activity, which is repeated until it is through.
        var noting = pending.AddAsync(
            PendingKinds.WorkItem, spec.RunId, spec.Id, FirstCheckOf(spec), cancellation);
        var choosing = DecideAsync(spec, cancellation);
        await Task.WhenAll(noting, choosing);
        var (effect, decision) = (await noting, await choosing);
        var (dispatched, isPlaced) = await runs.ChangeAsync(
            spec.RunId,
            transaction => StoreAsync(transaction, spec, decision, effect.RowKey, cancellation),
            cancellation);
        if (dispatched.Status == WorkItemStatus.Queued)
        {
            await EnqueueAsync(spec, decision, isPlaced, cancellation);
            return await LookAgainAsync(spec, effect, dispatched, cancellation);
        }

        await placing.FreeSlotAsync(spec, decision.Assignment, cancellation);
        await pending.ClearAsync(effect, cancellation);
        return dispatched;
    }

    /// <summary>
    /// A request that came between our look at the control row and our write has not seen this work item. What nobody
    /// can claim the sweeper then ends soon; what is to be held back is taken back here.
    /// </summary>
    private async Task<WorkDispatched> LookAgainAsync(
        WorkItemSpec spec, PendingEffect effect, WorkDispatched dispatched, CancellationToken cancellation)
    {
        var control = await items.FindControlAsync(spec.RunId, cancellation);
        if (control is null)
        {
            return dispatched;
        }

        if (spec.IsCoveredBy(control))
        {
            await pending.MoveAsync(effect, PendingStore.Grace, cancellation);
            return dispatched;
        }

        var withdrawn = !spec.IsHeldBackBy(control) ? null : await runs.ChangeAsync(
            spec.RunId,
            transaction => WorkWithdrawing.StoreAsync(transaction, spec.Id, cancellation),
            cancellation);
        if (withdrawn is null)
        {
            return dispatched;
        }

        await placing.FreeSlotAsync(spec, withdrawn.Assignment, cancellation);
        return WorkDispatched.Withdrawn;
    }

    private async Task<WorkDecision> DecideAsync(WorkItemSpec spec, CancellationToken cancellation)
    {
        var decision = await deciding.DecideAsync(spec, notClaimedBy: [], refusedBy: [], cancellation);
        await placing.TakeSlotAsync(spec, FirstToken, decision.Assignment, cancellation);
        return decision;
    }

    /// <summary>When to look first: soon where its node sets a limit.</summary>
    private static TimeSpan FirstCheckOf(WorkItemSpec spec) =>
        spec.QueueTimeout < FirstCheck ? spec.QueueTimeout.Value : FirstCheck;

    private async Task EnqueueAsync(
        WorkItemSpec spec, WorkDecision decision, bool isPlaced, CancellationToken cancellation)
    {
        if (isPlaced)
        {
            await effects.EnqueueAsync(spec, decision.Queue, cancellation);
        }
        else
        {
            // It was stored before with a decision of its own, whose pointer may not have been sent; or its run was
            // paused, which may be over by now.
            await placing.FreeSlotAsync(spec, decision.Assignment, cancellation);
            await placing.PlaceAsync(spec.RunId, spec.Id, "It was asked for again, or its run goes on.", cancellation);
        }
    }

    private static async Task<(WorkDispatched Dispatched, bool IsPlaced)> StoreAsync(
        RunTransaction transaction,
        WorkItemSpec spec,
        WorkDecision decision,
        string pendingRow,
        CancellationToken cancellation)
    {
        if (await transaction.FindWorkItemAsync(spec.Id, cancellation) is { } known)
        {
            if (known.IsHeld)
            {
                transaction.Save(known.GoOn(transaction.Now));
            }

            var again = WorkDispatched.With(known.Lease.Status) with { Holds = known.Holds };
            return (known.IsWithdrawn ? WorkDispatched.Withdrawn : again, IsPlaced: false);
        }

        var control = await transaction.FindControlAsync(cancellation);
        if (control is not null && spec.IsCoveredBy(control))
        {
            return (WorkDispatched.With(WorkItemStatus.Cancelled), IsPlaced: false);
        }

        if (spec.YieldsToCheckpoint
            && await transaction.AskBeforeAsync(spec.Node, spec.Iteration, cancellation) is { } opened)
        {
            return (WorkDispatched.HeldBy(opened), IsPlaced: false);
        }

        if (spec.YieldsToPause && control is { Paused: true })
        {
            return (WorkDispatched.Paused, IsPlaced: false);
        }

        // What a paused run asks for is queued without a pointer.
        var isPlaced = control is not { Paused: true };

        var item = new WorkItemDocument
        {
            Spec = spec,
            Lease = new LeaseState(),
            PendingRow = pendingRow,
            Assignment = decision.Assignment,
            QueuedAt = transaction.Now,
        };
        transaction.Save(item);
        transaction.SaveFirstDecision(spec, decision);
        await transaction.ChangeNodeAsync(
            spec, node => node.Queued(spec.Iteration, spec.Attempt, spec.Id, transaction.Now), cancellation);
        var data = new WorkEventData
        {
            WorkItemId = spec.Id,
            Attempt = spec.Attempt,
            Tool = spec.Tool,
            WorkerId = item.Assignment?.WorkerId,
        };
        transaction.Tell(
            WorkEvents.QueuedId(spec.Id), RunEventTypes.NodeQueued, spec.Node, spec.Iteration, WorkEvents.Data(data));
        return (WorkDispatched.With(WorkItemStatus.Queued), isPlaced);
    }
}
