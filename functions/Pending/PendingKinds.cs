namespace Swarm.Functions.Pending;

/// <summary>The kinds of effects.</summary>
public static class PendingKinds
{
    /// <summary>Start the run's orchestration.</summary>
    public const string StartRun = "start_run";

    /// <summary>Tell the run's orchestration and work items that it is cancelled.</summary>
    public const string CancelRun = "cancel_run";

    /// <summary>Withdraw work of a run that is paused, which would hold locks.</summary>
    public const string PauseRun = "pause_run";

    /// <summary>Send pointers to the work items of a run that was paused.</summary>
    public const string ResumeRun = "resume_run";

    /// <summary>Tell the schedule's orchestration that its row has changed.</summary>
    public const string Schedule = "schedule";

    /// <summary>Tell a node that what it waits for has come.</summary>
    public const string WakeNode = "wake_node";

    /// <summary>Start the task's orchestration while it waits, end its run once it is cancelled.</summary>
    public const string Task = "task";

    /// <summary>Remove the queues of a worker once it is revoked.</summary>
    public const string RetireWorker = "retire_worker";

    /// <summary>
    /// Do what the work item's row asks for: a pointer in its queue while it is queued, an eye on its lease while it is
    /// claimed, word to the node's orchestration once it has ended.
    /// </summary>
    public const string WorkItem = "work_item";

    /// <summary>Find another place for a work item whose pointer a worker gave back.</summary>
    public const string PlaceWork = "place_work";
}
