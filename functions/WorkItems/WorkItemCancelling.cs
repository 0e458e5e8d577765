using Swarm.Contracts.Statuses;
using Swarm.Functions.Leases;
using Swarm.Functions.Workers;

namespace Swarm.Functions.WorkItems;

/// <summary>
/// Cancels the work of a run once its control row says so: what waits in a queue or for an answer, or is parked, ends
/// at once; what a worker holds is told to the worker, whose report ends it. May be repeated.
/// </summary>
public sealed class WorkItemCancelling(WorkItemStore items, LeaseReleasing leases, CancelSignals signals)
{
    public async Task CancelAsync(string runId, DurableTaskClient engine, CancellationToken cancellation)
    {
        signals.Raise();
        await foreach (var item in items.EachAsync(runId, cancellation))
        {
            if (item.Lease.Status is WorkItemStatus.Queued or WorkItemStatus.Dead or WorkItemStatus.Waiting)
            {
                await leases.CancelWaitingAsync(item.Spec, engine, cancellation);
            }
        }
    }
}
