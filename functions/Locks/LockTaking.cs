using Swarm.Contracts;
using Swarm.Contracts.Locks;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Functions.Allocation;
using Swarm.Functions.Events;
using Swarm.Functions.Http;
using Swarm.Functions.Leases;
using Swarm.Functions.Pending;
using Swarm.Functions.Runs;
using Swarm.Functions.Storage;
using Swarm.Functions.Workers;
using Swarm.Functions.WorkItems;

namespace Swarm.Functions.Locks;

/// <summary>
/// Takes locks from nodes by hand. The lease of whoever does the node's work ends first, so that its token is stale
/// before anybody else has the lock: what it still reports is refused, and its worker is told to end it. A node that is
/// to hold the lock gives it back itself, stands in the line again, and its work waits until it has it; work that took
/// the lock in its middle begins anew.
/// </summary>
public sealed class LockTaking(
    LockStore locks,
    RunTransactions transactions,
    WorkItemStore items,
    PendingStore pending,
    ActiveWorkStore active,
    WorkPlacing placing,
    LeaseReleasing leases,
    SwarmTables tables)
{
    /// <summary>Takes a lock from the node that is named; its next holder is told as always.</summary>
    /// <returns>The lock as it was held.</returns>
    /// <exception cref="ApiProblemException">404: nobody holds it; 409: it cannot be taken from its holder.</exception>
    public async Task<LockView> TakeAsync(
        string name, ReleaseLockRequest request, string by, DurableTaskClient engine, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var holder = await locks.FindHolderAsync(name, cancellation)
            ?? throw Problems.NotFound($"Nobody holds the lock '{name}'. GET /{ApiRoutes.Locks} lists those that are.");
        var claim = holder.Claim;
        if (claim.Run.RunId != request.RunId || claim.Node.Path != request.Node)
        {
            throw Problems.Conflict(
                $"The lock '{name}' is held by '{claim.Node.Path}' of run '{claim.Run.RunId}' by now, and not by "
                + $"'{request.Node}' of run '{request.RunId}'.");
        }

        var taken = new Taken(name, claim, by, request.Reason);
        var item = await FindWorkAsync(claim, cancellation);
        if (item is { Spec.CanLoseLocks: false })
        {
            throw Problems.Conflict(
                $"'{request.Node}' began before locks could be taken from nodes. Cancel its run, or wait for its end.");
        }

        if (item is { Spec.YieldsToPause: true })
        {
            await HoldAsync(taken, item, engine, cancellation);
        }
        else
        {
            await CutAsync(taken, item, engine, cancellation);
        }

        return holder.ToView(name);
    }

    /// <summary>The node's work, which its lock is for; null when there is none now.</summary>
    private async Task<WorkItemDocument?> FindWorkAsync(LockClaim claim, CancellationToken cancellation)
    {
        var node = await tables.FindNodeAsync(claim.Run.RunId, claim.Node.Path, cancellation);
        var id = node?.Iterations
            .LastOrDefault(iteration => iteration.Number == claim.Node.Iteration)?.WorkItemId;
        var item = id is null ? null : await items.FindAsync(claim.Run.RunId, id, cancellation);
        return item is null || WorkItemEffects.HasEnded(item) ? null : item;
    }

    /// <summary>The node is told, and gives back what it holds.</summary>
    private async Task HoldAsync(
        Taken taken, WorkItemDocument item, DurableTaskClient engine, CancellationToken cancellation)
    {
        var (runId, id) = (item.Spec.RunId, item.Spec.Id);
        var effect = await pending.AddAsync(PendingKinds.WorkItem, runId, id, cancellation);
        var (before, held) = await transactions.ChangeAsync(
            runId, transaction => StoreHoldAsync(transaction, taken, id, cancellation), cancellation);
        if (held is not null)
        {
            await placing.FreeSlotAsync(held.Spec, before!.Assignment, cancellation);
            await WorkItemEffects.RaiseHeldAsync(held, engine, cancellation);
            if (before is { Lease: { Status: WorkItemStatus.Claimed, WorkerId: { } worker } lease })
            {
                // Last of all: until here the row is what a sweep would find the lease by.
                await active.DeleteAsync(worker, id, lease.Token, cancellation);
            }
        }

        await pending.ClearAsync(effect, cancellation);
    }

    private static async Task<(WorkItemDocument? Before, WorkItemDocument? Held)> StoreHoldAsync(
        RunTransaction transaction, Taken taken, string workItemId, CancellationToken cancellation)
    {
        var item = await transaction.FindWorkItemAsync(workItemId, cancellation);
        if (item is null || WorkItemEffects.HasEnded(item))
        {
            return (item, null);
        }

        if (item.IsHeld)
        {
            // Asked for before, and the node may not have been told.
            return (item, item);
        }

        var held = item.Hold("Its lock was taken by hand.", transaction.Now);
        transaction.Save(held);
        if (held.Lease.Status == WorkItemStatus.Queued)
        {
            await transaction.ChangeNodeAsync(
                item.Spec, node => node.Withdrawn(item.Spec.Iteration), cancellation);
        }

        taken.Tell(transaction, $"{item.Spec.Id}:unlocked:{held.Holds}");
        return (item, held);
    }

    /// <summary>Nobody stands in the line for what work has taken in its middle, or for a node that is gone.</summary>
    private async Task CutAsync(
        Taken taken, WorkItemDocument? item, DurableTaskClient engine, CancellationToken cancellation)
    {
        var claim = taken.Claim;
        if (item is null && await engine.GetInstanceAsync(claim.InstanceId, cancellation) is { IsCompleted: false })
        {
            throw Problems.Conflict(
                $"'{claim.Node.Path}' is between two pieces of work, or waits for another lock. Ask again in a while.");
        }

        if (item is { Lease.Status: WorkItemStatus.Waiting })
        {
            throw Problems.Conflict(
                $"The work of '{claim.Node.Path}' is in the middle of what it took the lock for, and asks a question. "
                + "Answer it first.");
        }

        await transactions.ChangeAsync(
            claim.Run.RunId,
            transaction => Task.FromResult(taken.Tell(
                transaction, $"{claim.InstanceId}:unlocked:{taken.Name}:{claim.AskedAt.UtcTicks}")),
            cancellation);
        if (item is { Lease: { Status: WorkItemStatus.Claimed, WorkerId: { } worker } lease })
        {
            var row = new ActiveWorkDocument(item.Spec.RunId, lease.Token, default);
            var held = new ActiveWork(worker, item.Spec.Id, row, default);
            await leases.ReleaseAsync(held, "Its lock was taken by hand.", engine, cancellation);
        }

        if ((await locks.ReleaseAsync(taken.Name, claim, cancellation)).InstanceId is { } next)
        {
            await NodeWaking.WakeAsync(next, engine, cancellation);
        }
    }

    /// <summary>Who takes which lock from whom, and why.</summary>
    private sealed record Taken(string Name, LockClaim Claim, string By, string? Reason)
    {
        public bool Tell(RunTransaction transaction, string id)
        {
            var data = new RunEventData { Lock = Name, By = By, Reason = Reason };
            transaction.Tell(id, RunEventTypes.LockReleased, Claim.Node.Path, Claim.Node.Iteration, data.ToJson());
            return true;
        }
    }
}
