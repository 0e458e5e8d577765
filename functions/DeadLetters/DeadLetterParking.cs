using Microsoft.Extensions.Options;
using Swarm.Contracts.DeadLetters;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Core.Leases;
using Swarm.Functions.Events;
using Swarm.Functions.WorkItems;

namespace Swarm.Functions.DeadLetters;

/// <summary>
/// Parks work items that were delivered too often, and takes them out again, as a part of the transaction that changes
/// the work item.
/// </summary>
public sealed class DeadLetterParking(DeadLetterStore letters, IOptions<DeadLetterOptions> options)
{
    /// <summary>After how long a work item that is parked now is dropped.</summary>
    public TimeSpan KeptFor => options.Value.KeptFor;

    /// <summary>
    /// Enters a work item into the list if losing the lease that it has would park it; what is not parked after all is
    /// passed over there. Its place is that of its last claim, so that entering it again after a crash is the same.
    /// </summary>
    public async Task AnnounceAsync(WorkItemDocument item, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(item);
        var released = LeaseRules.Release(item.Lease);
        if (item.Lease.Status == WorkItemStatus.Claimed && released.Status == WorkItemStatus.Dead)
        {
            var id = DeadLetterDocument.IdOf(item.Spec.Id, released.Token);
            await letters.EnterAsync(id, item.Lease.ClaimedAt!.Value, cancellation);
        }
    }

    /// <summary>Parks a work item whose last lease has just ended.</summary>
    internal async Task<WorkItemDocument> ParkAsync(
        RunTransaction transaction, WorkItemDocument lost, string reason, CancellationToken cancellation)
    {
        var why = $"It was claimed {lost.Lease.Deliveries} times and no result came. {reason}";
        var parked = lost with { Reason = why };
        var letter = DeadLetterDocument.Of(parked, why, transaction.Now, KeptFor);
        transaction.Save(parked);
        transaction.Save(letter);
        var spec = parked.Spec;
        await transaction.ChangeNodeAsync(spec, node => node.Parked(spec.Iteration, why), cancellation);
        await transaction.ChangeRunAsync(run => run.WithQuestion(), cancellation);
        var data = new WorkEventData
        {
            WorkItemId = spec.Id,
            Attempt = spec.Attempt,
            Deliveries = parked.Lease.Deliveries,
            DeadLetterId = letter.Letter.Id,
            Reason = why,
        };
        transaction.Tell(
            WorkEvents.ParkedId(letter.Letter.Id),
            RunEventTypes.NodeParked,
            spec.Node,
            spec.Iteration,
            WorkEvents.Data(data));
        return parked;
    }

    /// <summary>Says what became of a parked work item, which the caller saves.</summary>
    internal static async Task<DeadLetterDocument?> SettleAsync(
        RunTransaction transaction,
        WorkItemDocument parked,
        DeadLetterStatus status,
        string? by,
        CancellationToken cancellation)
    {
        var id = DeadLetterDocument.IdOf(parked.Spec.Id, parked.Lease.Token);
        if (await transaction.FindDeadLetterAsync(id, cancellation) is not { } letter)
        {
            return null;
        }

        var settled = letter.Settle(status, by, transaction.Now);
        transaction.Save(settled);
        await transaction.ChangeRunAsync(run => run.WithAnswer(), cancellation);
        return settled;
    }
}
