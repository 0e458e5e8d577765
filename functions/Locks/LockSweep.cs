using Swarm.Contracts.Statuses;
using Swarm.Functions.Activities;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Pending;
using Swarm.Functions.Runs;
using Swarm.Functions.Storage;
using Swarm.Functions.WorkItems;

namespace Swarm.Functions.Locks;

/// <summary>
/// Gives back the locks of nodes whose orchestration is gone (terminated, purged, failed by a fault of ours), and wakes
/// those who were given a lock and not told.
/// </summary>
public sealed class LockSweep(
    LockStore locks,
    NodeCancelling cancelling,
    RunStore runs,
    WorkItemStore items,
    SwarmTables tables,
    TimeProvider time)
{
    /// <summary>How many holders that are gone one sweep steps over in the line of one lock.</summary>
    private const int MaxSteps = 200;

    public async Task RunAsync(DurableTaskClient engine, CancellationToken cancellation)
    {
        await foreach (var (name, holder) in locks.EachAsync(cancellation))
        {
            if (time.GetUtcNow() - holder.HeldSince >= PendingStore.Grace)
            {
                await CheckAsync(name, holder, engine, cancellation);
            }
        }
    }

    private async Task CheckAsync(
        string name, LockHolder holder, DurableTaskClient engine, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(engine);
        if (await engine.GetInstanceAsync(holder.Claim.InstanceId, cancellation) is { IsCompleted: false })
        {
            if (!holder.IsConfirmed)
            {
                await NodeWaking.WakeAsync(holder.Claim.InstanceId, engine, cancellation);
            }

            return;
        }

        if (await IsAtWorkAsync(holder.Claim, cancellation))
        {
            return;
        }

        var claim = holder.Claim;
        for (var step = 0; step < MaxSteps; step++)
        {
            var turn = await locks.ReleaseAsync(name, claim, cancellation);
            if (turn.InstanceId is null)
            {
                return;
            }

            if (await engine.GetInstanceAsync(turn.InstanceId, cancellation) is { IsCompleted: false })
            {
                await NodeWaking.WakeAsync(turn.InstanceId, engine, cancellation);
                return;
            }

            claim = claim with { InstanceId = turn.InstanceId };
        }
    }

    /// <summary>
    /// Whether a worker still does the node's work, though nobody waits for it. Its run's control row tells the worker
    /// to end it, and keeps others from beginning it.
    /// </summary>
    private async Task<bool> IsAtWorkAsync(LockClaim claim, CancellationToken cancellation)
    {
        if (await runs.FindAsync(claim.Run.RunId, cancellation) is null)
        {
            return false;
        }

        await cancelling.MarkAsync(new NodeMarks(claim.Run, [claim.Node]), cancellation);
        var node = await tables.FindNodeAsync(claim.Run.RunId, claim.Node.Path, cancellation);
        var workItemId = node?.Iterations
            .FirstOrDefault(iteration => iteration.Number == claim.Node.Iteration)?.WorkItemId;
        return workItemId is not null
            && await items.FindAsync(claim.Run.RunId, workItemId, cancellation)
                is { Lease.Status: WorkItemStatus.Claimed };
    }
}
