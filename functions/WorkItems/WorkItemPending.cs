using Swarm.Contracts.Statuses;
using Swarm.Functions.Allocation;
using Swarm.Functions.Clarifications;
using Swarm.Functions.DeadLetters;
using Swarm.Functions.Leases;
using Swarm.Functions.Pending;

namespace Swarm.Functions.WorkItems;

/// <summary>
/// Looks at a work item from time to time until it has ended and does what its row asks for. Requests normally do all
/// of it at once; this heals what a crash or a lost message left undone.
/// </summary>
internal sealed class WorkItemPending(
    WorkItemStore items,
    WorkPlacing placing,
    WorkWaiting waiting,
    LeaseReleasing leases,
    DeadLetterStore letters,
    DeadLetterSettling settling,
    ClarificationSettling questions,
    TimeProvider time) : IPendingHandler
{
    private static readonly TimeSpan s_longestPause = TimeSpan.FromDays(1);

    /// <summary>How often to look whether the worker that work is kept for is still there.</summary>
    private static readonly TimeSpan s_holderPause = TimeSpan.FromMinutes(1);

    public string Kind => PendingKinds.WorkItem;

    public async Task<PendingOutcome> RedoAsync(
        PendingDocument effect, DurableTaskClient engine, CancellationToken cancellation)
    {
        var item = await items.FindAsync(effect.RunId, effect.WorkItemId!, cancellation);
        if (item is { IsHeld: true } && !WorkItemEffects.HasEnded(item))
        {
            await WorkItemEffects.RaiseHeldAsync(item, engine, cancellation);
        }

        switch (item?.Lease.Status)
        {
            case null:
                return PendingOutcome.Orphan(effect, time.GetUtcNow());
            case WorkItemStatus.Queued or WorkItemStatus.Dead or WorkItemStatus.Waiting
                when await items.IsCancelledAsync(item.Spec, cancellation):
                await leases.CancelWaitingAsync(item.Spec, engine, cancellation);
                return PendingOutcome.Done;
            case WorkItemStatus.Queued:
                return await PlaceAsync(item, engine, cancellation);
            case WorkItemStatus.Claimed:
                await leases.ReleaseIfEndedAsync(item, engine, cancellation);
                return PendingOutcome.After(WorkItemDispatch.FirstCheck);
            case WorkItemStatus.Waiting:
                var left = await questions.ExpireAsync(item, engine, cancellation);
                return left > TimeSpan.Zero ? PendingOutcome.After(left) : PendingOutcome.Done;
            case WorkItemStatus.Dead:
                return await ExpireAsync(item, engine, cancellation);
            default:
                await WorkItemEffects.RaiseAsync(item, engine, cancellation);
                return PendingOutcome.Done;
        }
    }

    /// <summary>Whoever is there now has a last chance before the limit of its node ends it.</summary>
    private async Task<PendingOutcome> PlaceAsync(
        WorkItemDocument item, DurableTaskClient engine, CancellationToken cancellation)
    {
        await placing.PlaceAsync(item.Spec.RunId, item.Spec.Id, "It waits for a worker.", cancellation);
        if (await waiting.ExpireAsync(item, cancellation) is { } ended)
        {
            await WorkItemEffects.RaiseAsync(ended, engine, cancellation);
            return PendingOutcome.Done;
        }

        var left = await waiting.LeftAsync(item, cancellation);
        return PendingOutcome.After(left > TimeSpan.Zero && left < Pause(item) ? left.Value : Pause(item));
    }

    private async Task<PendingOutcome> ExpireAsync(
        WorkItemDocument item, DurableTaskClient engine, CancellationToken cancellation)
    {
        var id = DeadLetterDocument.IdOf(item.Spec.Id, item.Lease.Token);
        var left = (await letters.ReadAsync(id, cancellation)).ExpiresAt - time.GetUtcNow();
        if (left > TimeSpan.Zero)
        {
            return PendingOutcome.After(left);
        }

        await settling.ExpireAsync(item, engine, cancellation);
        return PendingOutcome.Done;
    }

    /// <summary>
    /// Each look sends a pointer, since nobody can tell whether the last one is still in the queue. What waits for long
    /// is looked at ever less often, so that a day of waiting makes a handful of pointers and not hundreds.
    /// </summary>
    private TimeSpan Pause(WorkItemDocument item)
    {
        var waited = time.GetUtcNow() - item.QueuedAt;
        return item.Holder?.Until > time.GetUtcNow() ? s_holderPause
            : waited < WorkItemDispatch.FirstCheck ? WorkItemDispatch.FirstCheck
            : waited > s_longestPause ? s_longestPause
            : waited;
    }
}
