using Microsoft.Extensions.Logging;
using Swarm.Contracts.Statuses;
using Swarm.Core.Leases;
using Swarm.Functions.Workers;
using Swarm.Functions.WorkItems;

namespace Swarm.Functions.Leases;

/// <summary>Finds the leases whose workers went silent or signed off.</summary>
public sealed class LeaseSweep(
    ActiveWorkStore active,
    WorkerStore workers,
    WorkItemStore items,
    LeaseReleasing leases,
    Listening listening,
    TimeProvider time,
    ILogger<LeaseSweep> logger)
{
    /// <summary>How many leases one sweep looks at; with more, those of the first workers by id come first.</summary>
    public const int MaxLeases = 100_000;

    public async Task RunAsync(DurableTaskClient engine, CancellationToken cancellation)
    {
        var isSilenceTelling = listening.IsSilenceTelling();
        var held = await active.ListAllAsync(MaxLeases, cancellation);
        foreach (var ofWorker in held.GroupBy(item => item.WorkerId, StringComparer.Ordinal))
        {
            try
            {
                await SweepAsync(ofWorker.Key, ofWorker, isSilenceTelling, engine, cancellation);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // One worker whose row cannot be read must not keep the others' leases waiting.
                Logs.LeasesNotSettled(logger, ofWorker.Key, exception);
            }
        }
    }

    private async Task SweepAsync(
        string workerId,
        IEnumerable<ActiveWork> held,
        bool isSilenceTelling,
        DurableTaskClient engine,
        CancellationToken cancellation)
    {
        var worker = (await workers.FindAsync(workerId, cancellation))?.Document;
        foreach (var row in held.Where(row => MayHaveEnded(row, worker, isSilenceTelling)))
        {
            try
            {
                await SettleAsync(row, worker, engine, cancellation);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // One lease that cannot be settled must not keep the others waiting.
                Logs.LeaseNotSettled(logger, row.WorkItemId, row.WorkerId, exception);
            }
        }
    }

    /// <summary>Spares the look at the work item for leases that are alive by the worker's row.</summary>
    private bool MayHaveEnded(ActiveWork row, WorkerDocument? worker, bool isSilenceTelling)
    {
        var now = time.GetUtcNow();
        if (worker is null || worker.SignedOff)
        {
            return true;
        }

        if (row.Claim.IsAssignment)
        {
            // Nothing runs yet that could run twice, so nobody has to be heard first.
            return row.Claim.LeaseEndsAt <= now || worker.Draining || worker.DrainRequested;
        }

        var isListed = worker.Held.Any(held => held.Id == row.WorkItemId && held.Token == row.Claim.Token);
        var listedUntil = worker.LastSeenAt + LeaseRules.Duration;
        return isSilenceTelling && row.Claim.LeaseEndsAt <= now && !(isListed && listedUntil > now);
    }

    private async Task SettleAsync(
        ActiveWork row, WorkerDocument? worker, DurableTaskClient engine, CancellationToken cancellation)
    {
        if (row.Claim.IsAssignment)
        {
            await leases.ReleaseAsync(row, LeaseReleasing.NotClaimedReasonOf(worker), engine, cancellation);
            return;
        }

        var item = await items.FindAsync(row.Claim.RunId, row.WorkItemId, cancellation);
        if (item is { Lease.Status: WorkItemStatus.Claimed }
            && item.Lease.WorkerId == row.WorkerId
            && item.Lease.Token == row.Claim.Token)
        {
            await leases.ReleaseAsync(row, LeaseReleasing.ReasonOf(worker), engine, cancellation);
        }
        else if (row.Claim.LeaseEndsAt <= time.GetUtcNow())
        {
            // A claim that was refused, or a report whose last step a crash cut off.
            await leases.ReleaseAsync(row, LeaseReleasing.NotClaimedReasonOf(worker), engine, cancellation);
        }
    }
}
