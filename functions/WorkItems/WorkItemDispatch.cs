using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Core.Leases;
using Swarm.Functions.Events;
using Swarm.Functions.Pending;

namespace Swarm.Functions.WorkItems;

/// <summary>
/// Queues work items. Row first, then the pointer: a crash in between leaves a pending row by which the sweeper sends
/// the pointer, and asking again for the same work item does so too.
/// </summary>
public sealed class WorkItemDispatch(
    RunTransactions runs, WorkItemStore items, PendingStore pending, WorkItemEffects effects)
{
    /// <summary>How soon a work item that was queued is looked at again; see <see cref="WorkItemPending"/>.</summary>
    internal static readonly TimeSpan FirstCheck = TimeSpan.FromMinutes(5);

    /// <summary>Queues a work item; one that was queued before stays as it is.</summary>
    /// <returns>
    /// The status that the work item has now: cancelled, with nothing stored, when the run is to be cancelled.
    /// </returns>
    public async Task<WorkItemStatus> DispatchAsync(WorkItemSpec spec, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var effect = await pending.AddAsync(PendingKinds.WorkItem, spec.RunId, spec.Id, cancellation);
        var status = await runs.ChangeAsync(
            spec.RunId, transaction => StoreAsync(transaction, spec, cancellation), cancellation);
        if (status == WorkItemStatus.Queued)
        {
            await effects.EnqueueAsync(spec, cancellation);

            // A cancellation that came between our look at the control row and our write has not seen this work item.
            // The row stays due soon then, and the sweeper ends what nobody can claim.
            if (!await items.IsCancelledAsync(spec, cancellation))
            {
                await pending.MoveAsync(effect, FirstCheck, cancellation);
            }
        }
        else
        {
            await pending.ClearAsync(effect, cancellation);
        }

        return status;
    }

    private static async Task<WorkItemStatus> StoreAsync(
        RunTransaction transaction, WorkItemSpec spec, CancellationToken cancellation)
    {
        if (await transaction.FindWorkItemAsync(spec.Id, cancellation) is { } known)
        {
            return known.Lease.Status;
        }

        if (await transaction.IsCancelledAsync(spec, cancellation))
        {
            return WorkItemStatus.Cancelled;
        }

        var item = new WorkItemDocument { Spec = spec, Lease = new LeaseState(), QueuedAt = transaction.Now };
        transaction.Save(item);
        await transaction.ChangeNodeAsync(
            spec, node => node.Queued(spec.Iteration, spec.Attempt, spec.Id, transaction.Now), cancellation);
        var data = new WorkEventData { WorkItemId = spec.Id, Attempt = spec.Attempt, Tool = spec.Tool };
        transaction.Tell(
            WorkEvents.QueuedId(spec.Id), RunEventTypes.NodeQueued, spec.Node, spec.Iteration, WorkEvents.Data(data));
        return WorkItemStatus.Queued;
    }
}
