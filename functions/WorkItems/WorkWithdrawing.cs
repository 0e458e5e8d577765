using Swarm.Contracts.Checkpoints;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Functions.Allocation;
using Swarm.Functions.Checkpoints;
using Swarm.Functions.Events;
using Swarm.Functions.Pending;
using Swarm.Functions.Runs;

namespace Swarm.Functions.WorkItems;

/// <summary>
/// Takes work that nobody has ever claimed out of its queue. The work item ends, and the node's orchestration, told of
/// it, asks for another, which is queued when what holds it back is over. It was no attempt of the node.
/// </summary>
/// <remarks>
/// Whoever holds work back writes that into the control row and then looks for what is queued; whoever queues work
/// writes it and then looks at the control row. So one of them sees the other, in whatever process they are.
/// </remarks>
public sealed class WorkWithdrawing(
    RunTransactions runs, WorkItemStore items, PendingStore pending, WorkPlacing placing)
{
    /// <summary>How often somebody may claim what was just found before the next dispatch is left to ask.</summary>
    private const int MaxRounds = 20;

    /// <summary>Withdraws what would hold locks while its run is paused; may be repeated.</summary>
    public async Task WithdrawPausedAsync(string runId, DurableTaskClient engine, CancellationToken cancellation)
    {
        await foreach (var item in items.EachAsync(runId, cancellation))
        {
            if (item.Spec.YieldsToPause && item.IsUntouched())
            {
                await WithdrawAsync(item.Spec, engine, cancellation);
            }
        }
    }

    /// <summary>
    /// Withdraws what has waited the longest of what a checkpoint may ask before, unless it asks before something
    /// already.
    /// </summary>
    public async Task WithdrawFirstAsync(
        string runId, OpenedCheckpoint opened, DurableTaskClient engine, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(opened);
        var asks = opened is { AsksBefore: null, IsSettled: false };
        for (var round = 0; asks && round < MaxRounds; round++)
        {
            var first = await FindFirstAsync(runId, opened, cancellation);
            asks = first is not null && !await WithdrawAsync(first.Spec, engine, cancellation);
        }
    }

    /// <summary>Withdraws a work item if something holds it back and nobody has claimed it.</summary>
    internal static async Task<WorkItemDocument?> StoreAsync(
        RunTransaction transaction, string workItemId, CancellationToken cancellation)
    {
        var item = await transaction.FindWorkItemAsync(workItemId, cancellation);
        if (item is null
            || !item.IsUntouched()
            || await ReasonAsync(transaction, item.Spec, cancellation) is not { } reason)
        {
            return null;
        }

        var spec = item.Spec;
        var withdrawn = item.End(WorkItemStatus.Cancelled, item.Lease, reason, transaction.Now) with
        {
            IsWithdrawn = true,
        };
        transaction.Save(withdrawn);
        await transaction.ChangeNodeAsync(spec, node => node.Withdrawn(spec.Iteration), cancellation);
        var data = new WorkEventData { WorkItemId = spec.Id, Attempt = spec.Attempt, Reason = reason };
        transaction.Tell(
            WorkEvents.WithdrawnId(spec.Id),
            RunEventTypes.NodeWithdrawn,
            spec.Node,
            spec.Iteration,
            WorkEvents.Data(data));
        return withdrawn;
    }

    private async Task<WorkItemDocument?> FindFirstAsync(
        string runId, OpenedCheckpoint opened, CancellationToken cancellation)
    {
        WorkItemDocument? first = null;
        await foreach (var item in items.EachAsync(runId, cancellation))
        {
            if (item.Spec.YieldsToCheckpoint
                && item.IsUntouched()
                && (opened.Node is null || NodePath.IsWithin(item.Spec.Node, opened.Node))
                && (first is null || item.QueuedAt < first.QueuedAt))
            {
                first = item;
            }
        }

        return first;
    }

    private async Task<bool> WithdrawAsync(
        WorkItemSpec spec, DurableTaskClient engine, CancellationToken cancellation)
    {
        var effect = await pending.AddAsync(PendingKinds.WorkItem, spec.RunId, spec.Id, cancellation);
        var withdrawn = await runs.ChangeAsync(
            spec.RunId, transaction => StoreAsync(transaction, spec.Id, cancellation), cancellation);
        if (withdrawn is not null)
        {
            await placing.FreeSlotAsync(spec, withdrawn.Assignment, cancellation);
            await WorkItemEffects.RaiseAsync(withdrawn, engine, cancellation);
        }

        await pending.ClearAsync(effect, cancellation);
        return withdrawn is not null;
    }

    /// <summary>Why it is held back; null when it is not.</summary>
    private static async Task<string?> ReasonAsync(
        RunTransaction transaction, WorkItemSpec spec, CancellationToken cancellation) =>
        spec.YieldsToPause && await transaction.FindControlAsync(cancellation) is { Paused: true }
            ? "Its run is paused."
            : spec.YieldsToCheckpoint
                && await transaction.AskBeforeAsync(spec.Node, spec.Iteration, cancellation) is not null
                ? "A checkpoint was opened before it."
                : null;
}
