using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Core.Allocation;
using Swarm.Functions.Events;
using Swarm.Functions.Runs;
using Swarm.Functions.WorkItems;

namespace Swarm.Functions.Allocation;

/// <summary>
/// Work that nobody takes: people are told why, and where its node sets a limit, it fails when that is over.
/// </summary>
public sealed class WorkWaiting(RunTransactions runs, WorkItemStore items, TimeProvider time)
{
    /// <summary>
    /// How long work waits at least before people are told, unless it was refused: then they are told at once.
    /// </summary>
    public static readonly TimeSpan ToldAfter = TimeSpan.FromMinutes(1);

    /// <summary>Since when nobody has begun with it; a worker that refused it has not.</summary>
    public static DateTimeOffset SinceOf(WorkItemDocument item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return item.WaitsSince ?? item.QueuedAt;
    }

    /// <summary>Writes for people why a work item waits. The event is told once each time that it is queued.</summary>
    public async Task TellAsync(WorkItemDocument item, AllocationOutcome outcome, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(outcome);
        if (outcome is { Exclusions.Count: > 0 }
            && outcome.WaitingReason() is { } reason
            && (outcome.IsRefused || time.GetUtcNow() - SinceOf(item) >= ToldAfter))
        {
            await runs.ChangeAsync(
                item.Spec.RunId, transaction => StoreAsync(transaction, item, reason, cancellation), cancellation);
        }
    }

    /// <summary>Ends a work item for which the limit of its node is over; says when to look again otherwise.</summary>
    /// <returns>The work item as it ended; null when it goes on waiting, or is not waiting.</returns>
    public async Task<WorkItemDocument?> ExpireAsync(WorkItemDocument item, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(item);
        return item.Spec.QueueTimeout is not { } limit || await LeftAsync(item, limit, cancellation) > TimeSpan.Zero
            ? null
            : await runs.ChangeAsync(
                item.Spec.RunId, transaction => StoreEndAsync(transaction, item, limit, cancellation), cancellation);
    }

    /// <summary>How long the work item may still wait; null for as long as it takes.</summary>
    public async Task<TimeSpan?> LeftAsync(WorkItemDocument item, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(item);
        return item.Spec.QueueTimeout is { } limit ? await LeftAsync(item, limit, cancellation) : null;
    }

    /// <summary>The time of a pause, or without its locks, does not count: nobody could have taken it.</summary>
    private async Task<TimeSpan> LeftAsync(
        WorkItemDocument item, TimeSpan limit, CancellationToken cancellation)
    {
        var control = await items.FindControlAsync(item.Spec.RunId, cancellation);
        if (control is { Paused: true } || item.IsHeld)
        {
            return limit;
        }

        var since = control?.At > SinceOf(item) ? control.At : SinceOf(item);
        return since + limit - time.GetUtcNow();
    }

    private static async Task<bool> StoreAsync(
        RunTransaction transaction, WorkItemDocument seen, string reason, CancellationToken cancellation)
    {
        var spec = seen.Spec;
        var item = await transaction.FindWorkItemAsync(spec.Id, cancellation);
        var type = RunsJsonContext.Default.NodeDocument;
        var node = await transaction.FindAsync(RunRows.Node(spec.Node), type, cancellation);
        var told = node?.Waiting(spec.Iteration, reason);
        if (item is not { Lease.Status: WorkItemStatus.Queued, Assignment: null }
            || item.Lease.Token != seen.Lease.Token
            || told is null
            || ReferenceEquals(told, node))
        {
            return false;
        }

        transaction.Save(RunRows.Node(spec.Node), told, type);
        var id = WorkEvents.WaitingId(spec.Id, item.Lease.Token);
        if (!await transaction.IsToldAsync(id, cancellation))
        {
            var data = new WorkEventData { WorkItemId = spec.Id, Attempt = spec.Attempt, Reason = reason };
            transaction.Tell(
                id, RunEventTypes.WaitingForWorker, spec.Node, spec.Iteration, WorkEvents.Data(data));
        }

        return true;
    }

    private static async Task<WorkItemDocument?> StoreEndAsync(
        RunTransaction transaction, WorkItemDocument seen, TimeSpan limit, CancellationToken cancellation)
    {
        var item = await transaction.FindWorkItemAsync(seen.Spec.Id, cancellation);
        if (item is not { Lease.Status: WorkItemStatus.Queued, Assignment: null }
            || item.Lease.Token != seen.Lease.Token)
        {
            return null;
        }

        var type = RunsJsonContext.Default.NodeDocument;
        var node = await transaction.FindAsync(RunRows.Node(item.Spec.Node), type, cancellation);
        var why = node?.Iterations.LastOrDefault(one => one.Number == item.Spec.Iteration)?.WaitingForWorker;
        var reason = $"No worker began with it within {limit:c} (queueTimeout). {why}".TrimEnd();
        var ended = item.End(WorkItemStatus.Failed, item.Lease, reason, transaction.Now);
        transaction.Save(ended);
        return ended;
    }
}
