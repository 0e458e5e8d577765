using Swarm.Contracts.Queues;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Core.Leases;
using Swarm.Functions.Allocation;
using Swarm.Functions.Events;
using Swarm.Functions.Http;
using Swarm.Functions.Queues;
using Swarm.Functions.Runs;
using Swarm.Functions.Workers;

namespace Swarm.Functions.WorkItems;

/// <summary>
/// Claims: one compare-and-set on the work item's row decides. The row of who holds what is written before it, so that
/// a lease is never without one, and the queue's message is deleted after it, so that no pointer is lost.
/// </summary>
public sealed class WorkItemClaims(
    RunTransactions runs,
    WorkItemStore items,
    ActiveWorkStore active,
    WorkDeciding deciding,
    WorkPlacing placing,
    IWorkQueues queues,
    QueueActivity activity,
    TimeProvider time)
{
    private const int MaxTokenGuesses = 5;

    /// <summary>Claims the work item that a pointer names.</summary>
    /// <exception cref="ApiProblemException">409: there is nothing to claim under this pointer.</exception>
    public async Task<WorkItem> ClaimAsync(
        string workerId, string workItemId, ClaimRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var start = time.GetUtcNow();
        var receipt = QueueReceipt.Decode(request.Receipt);
        var (claimed, isFinal) = await TryClaimAsync(workerId, workItemId, request, cancellation);
        if (claimed?.Lease.ClaimedAt is { } at && at >= start)
        {
            activity.Claimed(receipt, at - claimed.QueuedAt);
        }

        // While others only were faster, the work item may still be queued, and this may be its only pointer.
        if (isFinal && receipt is not null)
        {
            await queues.DeleteAsync(receipt, cancellation);
        }

        return claimed is null ? throw Problems.StalePointer(workItemId) : View(claimed);
    }

    private async Task<(WorkItemDocument? Claimed, bool IsFinal)> TryClaimAsync(
        string workerId, string workItemId, ClaimRequest request, CancellationToken cancellation)
    {
        for (var guess = 0; guess < MaxTokenGuesses; guess++)
        {
            var item = await items.FindAsync(request.RunId, workItemId, cancellation);
            if (item is null || IsRepeat(item, workerId, request))
            {
                return (item, IsFinal: true);
            }

            if (item.Lease.Status == WorkItemStatus.Queued
                && await deciding.FindMisfitAsync(workerId, item, cancellation) is { } misfit)
            {
                await placing.GiveBackAsync(
                    item, workerId, QueueReceipt.Decode(request.Receipt), cancellation);
                throw Problems.DoesNotFit(workItemId, misfit.Detail);
            }

            var now = time.GetUtcNow();
            var wanted = LeaseRules.Claim(item.Lease, workerId, now);
            if (!wanted.Granted)
            {
                return (null, IsFinal: true);
            }

            var token = wanted.Lease.Token;
            var row = new ActiveWorkDocument(
                request.RunId, token, now + LeaseRules.Duration, request.ProcessId);
            await active.PutAsync(workerId, workItemId, row, cancellation);
            var attempt = await runs.ChangeAsync(
                request.RunId,
                transaction => StoreAsync(transaction, workerId, workItemId, request, token, cancellation),
                cancellation);
            if (attempt is { Claimed: { } claimed })
            {
                if (item.Assignment is { } assignment && assignment.WorkerId != workerId)
                {
                    await placing.FreeSlotAsync(item.Spec, assignment, cancellation);
                }

                return (claimed, IsFinal: true);
            }

            // Our row is of no use now; another claim of the same worker under the same token still needs it.
            if (attempt.Current?.Lease is not { } other || other.WorkerId != workerId || other.Token != token)
            {
                await active.DeleteAsync(workerId, workItemId, token, cancellation);
            }

            if (!attempt.TryAgain)
            {
                return (null, IsFinal: true);
            }
        }

        return (null, IsFinal: false);
    }

    private static async Task<Attempt> StoreAsync(
        RunTransaction transaction,
        string workerId,
        string workItemId,
        ClaimRequest request,
        long token,
        CancellationToken cancellation)
    {
        var item = await transaction.FindWorkItemAsync(workItemId, cancellation);
        var control = await transaction.FindControlAsync(cancellation);
        if (item is null || (control is not null && item.Spec.IsCoveredBy(control)))
        {
            return new Attempt(null, item, TryAgain: false);
        }

        if (IsRepeat(item, workerId, request))
        {
            return new Attempt(item, item, TryAgain: false);
        }

        if (control is { Paused: true } || item.IsHeld)
        {
            // It stays queued; whoever resumes the run, or has its locks again, sends new pointers.
            return new Attempt(null, item, TryAgain: false);
        }

        var decision = LeaseRules.Claim(item.Lease, workerId, transaction.Now);
        if (!decision.Granted || decision.Lease.Token != token)
        {
            return new Attempt(null, item, TryAgain: decision.Granted);
        }

        var claimed = item with
        {
            Lease = decision.Lease,
            ClaimReceipt = request.Receipt,
            Directives = [.. (control?.DirectivesFor(item.Spec.Node) ?? []).Select(directive => directive.Text)],
            Assignment = null,
            NotClaimedBy = [],
            Holder = null,
        };
        transaction.Save(claimed);
        var spec = item.Spec;
        await transaction.ChangeNodeAsync(
            spec, node => node.Started(spec.Iteration, workerId, transaction.Now), cancellation);
        var data = new WorkEventData { WorkItemId = workItemId, Attempt = spec.Attempt, WorkerId = workerId };
        transaction.Tell(
            WorkEvents.StartedId(workItemId, token),
            RunEventTypes.NodeStarted,
            spec.Node,
            spec.Iteration,
            WorkEvents.Data(data));
        return new Attempt(claimed, claimed, TryAgain: false);
    }

    /// <summary>
    /// Whether this is the claim that was granted already and whose answer got lost. A receipt is of one delivery, so
    /// another pointer to the same work item in another slot of the worker is not taken for it.
    /// </summary>
    private static bool IsRepeat(WorkItemDocument item, string workerId, ClaimRequest request) =>
        item.Lease.Status == WorkItemStatus.Claimed
        && item.Lease.WorkerId == workerId
        && request.Receipt is not null
        && item.ClaimReceipt == request.Receipt;

    private static WorkItem View(WorkItemDocument item) => new()
    {
        Id = item.Spec.Id,
        RunId = item.Spec.RunId,
        Node = item.Spec.Node,
        Iteration = item.Spec.Iteration,
        Attempt = item.Spec.Attempt,
        Token = item.Lease.Token,
        LeaseEndsAt = item.Lease.ClaimedAt!.Value + LeaseRules.Duration,
        Tool = item.Spec.Tool,
        Timeout = item.Spec.Timeout,
        Shell = item.Spec.Shell,
        Ai = item.Spec.Ai,
        Git = item.Spec.Git,
        Payload = item.Spec.Payload,
        Inputs = item.Spec.Inputs,
        Directives = item.Directives,
        Answers = item.Answers,
        Snapshot = item.Snapshot,
    };

    /// <summary>How an attempt to store a claim went.</summary>
    private sealed record Attempt(WorkItemDocument? Claimed, WorkItemDocument? Current, bool TryAgain);
}
