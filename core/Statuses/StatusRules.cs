using Swarm.Contracts.Statuses;
using Swarm.Core.Graph;

namespace Swarm.Core.Statuses;

/// <summary>What the statuses mean, in one place.</summary>
public static class StatusRules
{
    public static bool IsFinal(RunStatus status) =>
        status is RunStatus.Completed or RunStatus.Failed or RunStatus.Cancelled;

    /// <summary>Whether this iteration of the node has ended; a loop may begin another.</summary>
    public static bool HasEnded(NodeStatus status) =>
        status is NodeStatus.Completed or NodeStatus.Failed or NodeStatus.Skipped or NodeStatus.Cancelled;

    public static bool IsFinal(WorkItemStatus status) =>
        status is WorkItemStatus.Completed or WorkItemStatus.Failed or WorkItemStatus.Cancelled;

    /// <summary>The status of a run whose graph has ended so.</summary>
    public static RunStatus Of(GraphOutcome outcome) => outcome switch
    {
        GraphOutcome.Completed => RunStatus.Completed,
        GraphOutcome.Failed => RunStatus.Failed,
        _ => RunStatus.Cancelled,
    };

    public static NodeStatus Of(NodeOutcome outcome) => outcome switch
    {
        NodeOutcome.Completed => NodeStatus.Completed,
        NodeOutcome.Failed => NodeStatus.Failed,
        _ => NodeStatus.Cancelled,
    };

    /// <summary>The status of a run that has begun and not ended: somebody must act, or its nodes go on.</summary>
    public static RunStatus OfRunning(IEnumerable<NodeStatus> nodes) =>
        nodes.Any(n => n == NodeStatus.Review) ? RunStatus.Checkpoint : RunStatus.InProgress;

    /// <summary>The status of a task: that of its run, as far as it has one.</summary>
    /// <param name="isCancelled">Whether somebody has cancelled it.</param>
    /// <param name="isWaiting">Whether it was started and waits for what it depends on.</param>
    /// <param name="hasFailedToStart">Whether its last start brought no run.</param>
    /// <param name="isPlanning">Whether its run still finds out what its subtasks are.</param>
    /// <param name="run">The status of its run; null if it has none.</param>
    public static RunStatus OfTask(
        bool isCancelled, bool isWaiting, bool hasFailedToStart, bool isPlanning, RunStatus? run)
    {
        if (isCancelled)
        {
            // What still runs ends within seconds; a run that had ended before keeps its own end.
            return run is { } known && IsFinal(known) ? known : RunStatus.Cancelled;
        }

        if (hasFailedToStart)
        {
            return RunStatus.Failed;
        }

        return (isWaiting, run) switch
        {
            (true, _) or (_, null) => RunStatus.Pending,
            (_, RunStatus.Pending) => RunStatus.Initializing,
            (_, RunStatus.InProgress) when isPlanning => RunStatus.Initializing,
            _ => run.Value,
        };
    }

    /// <summary>The status of a worker by what was heard of it.</summary>
    /// <param name="silence">The time since its last heartbeat; null if there was none.</param>
    /// <param name="signedOff">Whether it has signed off since.</param>
    /// <param name="draining">Whether it said that it takes no more work.</param>
    /// <param name="held">How many work items it holds.</param>
    /// <param name="slots">How many it can hold.</param>
    /// <param name="faulty">Whether it said that it cannot work.</param>
    public static WorkerStatus OfWorker(
        TimeSpan? silence, bool signedOff, bool draining, int held, int slots, bool faulty = false)
    {
        if (signedOff || silence is null || silence > Leases.LeaseRules.Duration)
        {
            return WorkerStatus.Offline;
        }

        if (draining)
        {
            return WorkerStatus.Draining;
        }

        if (faulty)
        {
            return WorkerStatus.Error;
        }

        return held >= slots ? WorkerStatus.Busy : WorkerStatus.Online;
    }
}
