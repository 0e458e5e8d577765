using System.Text.Json;
using Swarm.Contracts.Json;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Core.Statuses;
using Swarm.Functions.Instances;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Queues;

namespace Swarm.Functions.WorkItems;

/// <summary>What a stored work item asks of the other stores: a pointer in its queue, and word of its end.</summary>
public sealed class WorkItemEffects(IWorkQueues queues, QueueActivity activity)
{
    /// <summary>Puts a pointer into a queue. One too many does no harm: it dies at the claim.</summary>
    public async Task EnqueueAsync(WorkItemSpec spec, string queue, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var pointer = new WorkPointer(spec.RunId, spec.Id);
        var body = JsonSerializer.Serialize(pointer, SwarmJsonContext.Default.WorkPointer);
        await queues.SendAsync(queue, body, cancellation);
        activity.Enqueued(queue);
    }

    /// <summary>Tells the orchestration that waits for it how the work item ended.</summary>
    public static Task RaiseAsync(
        WorkItemDocument item, DurableTaskClient engine, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(item);
        var spec = item.Spec;
        return InstanceTelling.TellAsync(
            engine,
            spec.InstanceId,
            WorkReport.EventName(spec.Id),
            WorkReport.Of(spec.Id, ReportOf(item)) with
            {
                IsLost = item is { Report: null, Lease.Status: WorkItemStatus.Failed },
                IsWithdrawn = item.IsWithdrawn,
            },
            cancellation);
    }

    /// <summary>Tells the orchestration that waits for it that it has lost a lock.</summary>
    public static Task RaiseHeldAsync(
        WorkItemDocument item, DurableTaskClient engine, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(item);
        var report = new WorkReport
        {
            WorkItemId = item.Spec.Id,
            Outcome = WorkItemOutcome.Cancelled,
            Holds = item.Holds,
        };
        return InstanceTelling.TellAsync(
            engine, item.Spec.InstanceId, WorkReport.EventName(item.Spec.Id), report, cancellation);
    }

    /// <summary>Whether the status is one that <see cref="RaiseAsync"/> tells of.</summary>
    public static bool HasEnded(WorkItemDocument item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return StatusRules.IsFinal(item.Lease.Status);
    }

    /// <summary>The worker's report, or one in its place for a work item that ended without.</summary>
    private static ReportRequest ReportOf(WorkItemDocument item) => item.Report ?? new ReportRequest
    {
        RunId = item.Spec.RunId,
        Token = item.Lease.Token,
        Outcome = item.Lease.Status == WorkItemStatus.Cancelled ? WorkItemOutcome.Cancelled : WorkItemOutcome.Failed,
        Reason = item.Reason,
        Retryable = false,
        FinishedAt = item.EndedAt,
    };
}
