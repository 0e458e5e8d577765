using Microsoft.Extensions.Hosting;
using Swarm.Contracts.Locks;
using Swarm.Core.Leases;
using Swarm.Functions.Http;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Pending;
using Swarm.Functions.WorkItems;

namespace Swarm.Functions.Locks;

/// <summary>
/// Takes locks for work items in the middle of their work. Their node holds them, until it has ended however it ends
/// (the sweeper gives them back) or the work gives them back itself. Nobody waits in line: whoever does not get a lock
/// asks again once it is free, so that work which is lost meanwhile is given nothing.
/// </summary>
public sealed class WorkLocking(
    WorkItemStore items, LockStore locks, LockSignals signals, IHostApplicationLifetime lifetime, TimeProvider time)
{
    public const int MaxWaitSeconds = 25;

    /// <summary>How often who waits looks by himself, since another process may have given the lock back.</summary>
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(3);

    /// <summary>Takes a lock, which is waited for as long as the request says, or gives it back.</summary>
    /// <exception cref="ApiProblemException">409: the lease is not the caller's, or not any more.</exception>
    public async Task<WorkLockResponse> ChangeAsync(
        string workerId,
        string workItemId,
        WorkLockRequest request,
        DurableTaskClient engine,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var began = time.GetTimestamp();
        var wait = TimeSpan.FromSeconds(request.WaitSeconds);

        // Before the first look, or a release between the two would be noticed late.
        using var subscription = signals.Subscribe(request.Name);
        while (true)
        {
            var answer = await TryChangeAsync(workerId, workItemId, request, engine, cancellation);
            var left = wait - time.GetElapsedTime(began);
            if (answer.IsHeld || request.Release || left <= TimeSpan.Zero
                || lifetime.ApplicationStopping.IsCancellationRequested)
            {
                return answer;
            }

            await subscription.WaitAsync(left < s_look ? left : s_look, time, cancellation);
        }
    }

    // A repetition changes nothing.
    private async Task<WorkLockResponse> TryChangeAsync(
        string workerId,
        string workItemId,
        WorkLockRequest request,
        DurableTaskClient engine,
        CancellationToken cancellation)
    {
        var item = await items.FindAsync(request.RunId, workItemId, cancellation);
        if (item is null
            || item.Lease.WorkerId != workerId
            || LeaseRules.Report(item.Lease, request.Token) != ReportDecision.Accepted)
        {
            throw Problems.LeaseLost(workItemId);
        }

        var claim = ClaimOf(item);
        if (request.Release)
        {
            await ReleaseAsync(request.Name, claim, engine, cancellation);
            return new WorkLockResponse(IsHeld: false);
        }

        var holder = (await locks.AskAsync(request.Name, claim, cancellation)).Holder;
        if (holder.InstanceId == claim.InstanceId)
        {
            return new WorkLockResponse(IsHeld: true);
        }

        await ReleaseAsync(request.Name, claim, engine, cancellation);
        return new WorkLockResponse(IsHeld: false, holder.Run.RunId, holder.Node.Path);
    }

    private async Task ReleaseAsync(
        string name, LockClaim claim, DurableTaskClient engine, CancellationToken cancellation)
    {
        if ((await locks.ReleaseAsync(name, claim, cancellation)).InstanceId is { } next)
        {
            await NodeWaking.WakeAsync(next, engine, cancellation);
        }
    }

    private static LockClaim ClaimOf(WorkItemDocument item)
    {
        var spec = item.Spec;
        var parts = spec.InstanceId.Split('~');
        var attempt = parts.Length > 1 && int.TryParse(parts[1], out var number) ? number : 1;
        return new LockClaim(
            spec.InstanceId,
            new RunReference(spec.RunId, attempt),
            new NodeMark(spec.Node, spec.Iteration),
            item.Lease.ClaimedAt!.Value);
    }
}
