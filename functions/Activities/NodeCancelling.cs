using Swarm.Contracts.Statuses;
using Swarm.Functions.Events;
using Swarm.Functions.Leases;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Runs;
using Swarm.Functions.Workers;
using Swarm.Functions.WorkItems;

namespace Swarm.Functions.Activities;

/// <summary>
/// Cancels nodes of a run that goes on without them. The control row decides, as it does for whole runs: dispatches and
/// claims look at it, and so do heartbeats.
/// </summary>
public sealed class NodeCancelling(RunTransactions transactions, CancelSignals signals)
{
    public async Task MarkAsync(NodeMarks marks, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(marks);
        await transactions.ChangeAsync(
            marks.Run.RunId,
            async transaction =>
            {
                var control = await transaction.FindControlAsync(cancellation)
                    ?? ControlDocument.Empty(transaction.Now);
                var marked = control.Mark(marks.Nodes, transaction.Now);
                if (!ReferenceEquals(marked, control))
                {
                    transaction.Save(marked);
                }

                return marked.Version;
            },
            cancellation);
        signals.Raise();
    }

    /// <summary>
    /// Ends a work item that waits in a queue, or as a dead letter. One that a worker has is left to the worker, who
    /// hears of it; its report
    /// is the end.
    /// </summary>
    /// <returns>True when the work item has ended without a report.</returns>
    public async Task<bool> CancelWorkAsync(NodeAttempt attempt, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        return await transactions.ChangeAsync(
            attempt.Node.Run.RunId,
            async transaction =>
            {
                var item = await transaction.FindWorkItemAsync(attempt.WorkItemId(), cancellation);
                if (item is not null && await transaction.IsCancelledAsync(item.Spec, cancellation))
                {
                    item = await LeaseReleasing.StoreCancelAsync(transaction, item.Spec.Id, cancellation) ?? item;
                }

                return item is { Lease.Status: WorkItemStatus.Cancelled, Report: null };
            },
            cancellation);
    }
}
