namespace Swarm.Contracts.Runs;

/// <summary>The types of a <see cref="RunEvent"/>. Types never change their meaning.</summary>
public static class RunEventTypes
{
    /// <summary>The run was stored.</summary>
    public const string RunCreated = "run_created";

    /// <summary>The run began.</summary>
    public const string RunStarted = "run_started";

    /// <summary>
    /// The run begins another attempt, after one that ended: what has completed keeps its results, the rest runs.
    /// </summary>
    public const string RunRetried = "run_retried";

    /// <summary>The run ended as wished. Final, unless the run is retried.</summary>
    public const string RunCompleted = "run_completed";

    /// <summary>The run failed. Final, unless the run is retried.</summary>
    public const string RunFailed = "run_failed";

    /// <summary>Somebody asked to cancel the run.</summary>
    public const string RunCancelRequested = "run_cancel_requested";

    /// <summary>Somebody paused the run: what runs finishes, nothing new begins.</summary>
    public const string RunPaused = "run_paused";

    /// <summary>Somebody let the run go on.</summary>
    public const string RunResumed = "run_resumed";

    /// <summary>Somebody said something to the run, which work that starts from then on hears.</summary>
    public const string DirectiveGiven = "directive_given";

    /// <summary>Work that runs was told a directive; which, is in the data.</summary>
    public const string DirectiveHeard = "directive_heard";

    /// <summary>Somebody has opened a checkpoint by hand; its node and what is asked are in the data.</summary>
    public const string CheckpointRequested = "checkpoint_requested";

    /// <summary>Somebody asked to stop the run: it ends as cancelled, and can be retried.</summary>
    public const string RunStopRequested = "run_stop_requested";

    /// <summary>The run was cancelled or stopped. Final, unless the run is retried.</summary>
    public const string RunCancelled = "run_cancelled";

    /// <summary>The node waits for a lock; the data tell which, and who has it.</summary>
    public const string NodeWaiting = "node_waiting";

    /// <summary>
    /// Somebody has taken a lock from the node by hand; the data tell which, who and why. The node waits for it again.
    /// </summary>
    public const string LockReleased = "lock_released";

    /// <summary>A work item of the node was queued.</summary>
    public const string NodeQueued = "node_queued";

    /// <summary>
    /// Nobody takes the node's work item: no worker fits, or those that do refused it or have been busy for a while.
    /// </summary>
    public const string WaitingForWorker = "waiting_for_worker";

    /// <summary>A worker claimed the node's work item.</summary>
    public const string NodeStarted = "node_started";

    /// <summary>A lease was lost and the work item queued again.</summary>
    public const string NodeRequeued = "node_requeued";

    /// <summary>
    /// Nobody had begun with the node's work item, and it was taken out of its queue: the run is paused, or asks a
    /// person first. Another is queued when it goes on.
    /// </summary>
    public const string NodeWithdrawn = "node_withdrawn";

    /// <summary>
    /// The node's work item was delivered too often without a result: it is a dead letter, and the node waits until
    /// somebody replays or drops it.
    /// </summary>
    public const string NodeParked = "node_parked";

    /// <summary>An attempt failed and the node will be tried again.</summary>
    public const string NodeRetrying = "node_retrying";

    /// <summary>What the node put out was judged; the data tell the score, and whether it is enough.</summary>
    public const string NodeEvaluated = "node_evaluated";

    /// <summary>The node ended as wished.</summary>
    public const string NodeCompleted = "node_completed";

    /// <summary>The node failed.</summary>
    public const string NodeFailed = "node_failed";

    /// <summary>The node keeps the result that it has from an earlier attempt of the run.</summary>
    public const string NodeKept = "node_kept";

    /// <summary>No branch that was taken leads to the node.</summary>
    public const string NodeSkipped = "node_skipped";

    /// <summary>The node was cancelled with its run.</summary>
    public const string NodeCancelled = "node_cancelled";

    /// <summary>A node asks a person, and waits for the answer.</summary>
    public const string CheckpointOpened = "checkpoint_opened";

    /// <summary>A checkpoint was answered, or its time was over.</summary>
    public const string CheckpointClosed = "checkpoint_closed";

    /// <summary>A work item of the node asks a question, and waits for the answer without holding a slot.</summary>
    public const string QuestionAsked = "question_asked";

    /// <summary>A question was answered, and its work item queued again.</summary>
    public const string QuestionAnswered = "question_answered";

    /// <summary>Nobody answered a question in time.</summary>
    public const string QuestionExpired = "question_expired";

    /// <summary>A question was closed because its run, or its node, was cancelled.</summary>
    public const string QuestionCancelled = "question_cancelled";

    /// <summary>Somebody sent the run an event that nodes may wait for.</summary>
    public const string EventReceived = "event_received";

    /// <summary>A director's plan is carried out; the data tell how many subtasks it has.</summary>
    public const string PlanAccepted = "plan_accepted";

    /// <summary>A director's answer was wrong, or its plan may not be carried out; the data tell why.</summary>
    public const string PlanRefused = "plan_refused";

    /// <summary>A director says that nothing more is to be done.</summary>
    public const string PlanEnded = "plan_ended";

    /// <summary>A director gave no plan, and its fallback takes its place; the data tell why.</summary>
    public const string FallbackTaken = "fallback_taken";

    /// <summary>A loop edge was taken: its target and what lies downstream of it run again.</summary>
    public const string LoopTaken = "loop_taken";
}
