namespace Swarm.Contracts;

/// <summary>
/// The addresses of the API, as route templates. Every client and every trigger takes them from here.
/// </summary>
public static class ApiRoutes
{
    /// <summary>Validates a workflow file (POST, <c>application/yaml</c> or JSON text); stores nothing.</summary>
    public const string ValidateWorkflow = "api/v1/workflows/validate";

    /// <summary>Stores a workflow file (POST) or lists workflows (GET).</summary>
    public const string Workflows = "api/v1/workflows";

    /// <summary>One workflow (GET, <c>?version=</c>).</summary>
    public const string Workflow = "api/v1/workflows/{id}";

    /// <summary>The JSON Schema of workflow files (GET).</summary>
    public const string WorkflowSchema = "api/v1/workflows/schema";

    /// <summary>The JSON Schema of what a director answers (GET).</summary>
    public const string PlanSchema = "api/v1/workflows/plan-schema";

    /// <summary>Starts a run (POST).</summary>
    public const string ExecuteWorkflow = "api/v1/workflows/{id}/execute";

    /// <summary>Lists runs (GET, newest first, <c>?limit=&amp;cursor=&amp;workflowId=</c>).</summary>
    public const string Runs = "api/v1/runs";

    /// <summary>One run with its nodes (GET).</summary>
    public const string Run = "api/v1/runs/{id}";

    /// <summary>Cancels a run (POST).</summary>
    public const string CancelRun = "api/v1/runs/{id}/cancel";

    /// <summary>Pauses a run: what runs finishes, nothing new begins (POST).</summary>
    public const string PauseRun = "api/v1/runs/{id}/pause";

    /// <summary>Lets a paused run go on (POST).</summary>
    public const string ResumeRun = "api/v1/runs/{id}/resume";

    /// <summary>Ends a run, with what runs, so that it can be retried (POST).</summary>
    public const string StopRun = "api/v1/runs/{id}/stop";

    /// <summary>Retries a run that has failed or was stopped (POST).</summary>
    public const string RetryRun = "api/v1/runs/{id}/retry";

    /// <summary>Runs a node of a run that has ended again, and everything after it (POST).</summary>
    public const string RerunRun = "api/v1/runs/{id}/rerun";

    /// <summary>Says something to a run (POST); what was said to it (GET).</summary>
    public const string RunDirectives = "api/v1/runs/{id}/directives";

    /// <summary>
    /// Has a run ask a person before a node, or whatever is next, begins (POST); what was opened so (GET).
    /// </summary>
    public const string RunCheckpoints = "api/v1/runs/{id}/checkpoints";

    /// <summary>A run's events (GET, <c>?after=&amp;limit=</c>).</summary>
    public const string RunEvents = "api/v1/runs/{id}/events";

    /// <summary>Sends an event of one's own to a run (POST; the body is its data, any JSON).</summary>
    public const string SendRunEvent = "api/v1/runs/{id}/events/{name}";

    /// <summary>A run's events as they happen (GET, server-sent events; the id of each is its sequence).</summary>
    public const string RunEventStream = "api/v1/runs/{id}/events/stream";

    /// <summary>
    /// Makes a task (POST, <c>?start=</c>) or lists tasks (GET, <c>?status=&amp;type=&amp;sort=</c>).
    /// </summary>
    public const string Tasks = "api/v1/tasks";

    /// <summary>Tells in which order tasks are done (POST).</summary>
    public const string TaskOrder = "api/v1/tasks/order";

    /// <summary>One task (GET; PUT makes a new version, DELETE, both with <c>If-Match</c>).</summary>
    public const string Task = "api/v1/tasks/{id}";

    /// <summary>Starts a task, or starts it again (POST).</summary>
    public const string StartTask = "api/v1/tasks/{id}/start";

    /// <summary>Cancels a task (POST).</summary>
    public const string CancelTask = "api/v1/tasks/{id}/cancel";

    /// <summary>The subtasks of a task (GET).</summary>
    public const string Subtasks = "api/v1/tasks/{id}/subtasks";

    /// <summary>The versions of a task (GET, newest first).</summary>
    public const string TaskVersions = "api/v1/tasks/{id}/versions";

    /// <summary>What differs between two versions of a task (GET, <c>?from=&amp;to=</c>).</summary>
    public const string CompareTask = "api/v1/tasks/{id}/compare";

    /// <summary>Makes an old version of a task the newest again (POST).</summary>
    public const string RestoreTask = "api/v1/tasks/{id}/restore";

    /// <summary>The relations of a task (GET, POST).</summary>
    public const string TaskRelations = "api/v1/tasks/{id}/relations";

    /// <summary>One relation of a task (DELETE).</summary>
    public const string TaskRelation = "api/v1/tasks/{id}/relations/{kind}/{other}";

    /// <summary>The templates that break tasks down (GET).</summary>
    public const string TaskTemplates = "api/v1/task-templates";

    /// <summary>One template (GET, PUT, DELETE).</summary>
    public const string TaskTemplate = "api/v1/task-templates/{name}";

    /// <summary>Makes a schedule (POST) or lists schedules (GET).</summary>
    public const string Schedules = "api/v1/schedules";

    /// <summary>Tells when a schedule would tick (POST); stores nothing.</summary>
    public const string PreviewSchedule = "api/v1/schedules/preview";

    /// <summary>One schedule (GET, <c>?preview=</c>; PUT and DELETE with <c>If-Match</c>).</summary>
    public const string Schedule = "api/v1/schedules/{id}";

    /// <summary>The ticks of a schedule that have come (GET, newest first).</summary>
    public const string ScheduleTicks = "api/v1/schedules/{id}/ticks";

    /// <summary>Lets a schedule tick no more (POST).</summary>
    public const string PauseSchedule = "api/v1/schedules/{id}/pause";

    /// <summary>Lets a paused schedule tick again, from now on (POST).</summary>
    public const string ResumeSchedule = "api/v1/schedules/{id}/resume";

    /// <summary>Starts a run of a schedule now, whatever its policy (POST).</summary>
    public const string RunSchedule = "api/v1/schedules/{id}/run";

    /// <summary>Log lines of a work item of a run (GET, <c>?after=&amp;limit=</c>).</summary>
    public const string RunLogs = "api/v1/runs/{id}/work-items/{workItemId}/logs";

    /// <summary>Lists queues (GET, <c>?limit=&amp;cursor=</c>).</summary>
    public const string Queues = "api/v1/queues";

    /// <summary>One queue (GET).</summary>
    public const string Queue = "api/v1/queues/{name}";

    /// <summary>Waits for work (POST, long poll): a pointer, or 204.</summary>
    public const string PollWork = "api/v1/work-items/poll";

    /// <summary>Which of the work that waits in a worker's folders is over (POST).</summary>
    public const string ParkedWork = "api/v1/work-items/parked";

    /// <summary>Claims a work item (POST).</summary>
    public const string ClaimWork = "api/v1/work-items/{id}/claim";

    /// <summary>To whom a work item was given and why (GET).</summary>
    public const string WorkAllocation = "api/v1/work-items/{id}/allocation";

    /// <summary>Takes log lines of a work item (POST).</summary>
    public const string WorkLogs = "api/v1/work-items/{id}/logs";

    /// <summary>Takes the result of a work item (POST).</summary>
    public const string ReportWork = "api/v1/work-items/{id}/report";

    /// <summary>What people have said meanwhile to a work item that a worker holds (POST).</summary>
    public const string WorkDirectives = "api/v1/work-items/{id}/directives";

    /// <summary>Takes a lock for a work item in the middle of its work, or gives it back (POST).</summary>
    public const string WorkLocks = "api/v1/work-items/{id}/locks";

    /// <summary>Keeps a work item's progress for whoever gets it next (POST).</summary>
    public const string SaveSnapshot = "api/v1/work-items/{id}/snapshot";

    /// <summary>
    /// Lists the questions of work items (GET, newest first, <c>?limit=&amp;cursor=&amp;open=true&amp;runId=</c>).
    /// </summary>
    public const string Questions = "api/v1/questions";

    /// <summary>One question (GET).</summary>
    public const string Question = "api/v1/questions/{id}";

    /// <summary>Answers a question: its work item goes on (POST).</summary>
    public const string AnswerQuestion = "api/v1/questions/{id}/answer";

    /// <summary>
    /// Lists dead letters (GET, newest first, <c>?limit=&amp;cursor=&amp;status=&amp;runId=&amp;tool=</c>; status is
    /// <c>parked</c> unless given, and <c>all</c> for every one).
    /// </summary>
    public const string DeadLetters = "api/v1/dead-letters";

    /// <summary>One dead letter with the history of its deliveries (GET).</summary>
    public const string DeadLetter = "api/v1/dead-letters/{id}";

    /// <summary>Queues the work item of a dead letter again, with new deliveries (POST).</summary>
    public const string ReplayDeadLetter = "api/v1/dead-letters/{id}/replay";

    /// <summary>Gives the work item of a dead letter up: its node fails (POST).</summary>
    public const string DropDeadLetter = "api/v1/dead-letters/{id}/drop";

    /// <summary>
    /// A value by its SHA-256, 64 hexadecimal digits in lower case: workers store (PUT), workers and people read (GET).
    /// </summary>
    public const string Content = "api/v1/content/{sha256}";

    /// <summary>
    /// Lists checkpoints (GET, newest first, <c>?open=true&amp;status=&amp;runId=&amp;limit=&amp;cursor=</c>).
    /// </summary>
    public const string Checkpoints = "api/v1/checkpoints";

    /// <summary>One checkpoint (GET).</summary>
    public const string Checkpoint = "api/v1/checkpoints/{id}";

    /// <summary>
    /// Answers a checkpoint (POST); the answer is <c>approve</c>, <c>reject</c>, <c>correct</c> or <c>skip</c>.
    /// </summary>
    public const string AnswerCheckpoint = "api/v1/checkpoints/{id}/{answer}";

    /// <summary>
    /// A backup of all that a control plane on the embedded host keeps, made while it goes on (GET): a tar archive.
    /// </summary>
    public const string Backup = "api/v1/backup";

    /// <summary>Makes a join token (POST).</summary>
    public const string JoinTokens = "api/v1/join-tokens";

    /// <summary>Joins a worker (POST).</summary>
    public const string JoinWorker = "api/v1/workers/join";

    /// <summary>Lists workers (GET).</summary>
    public const string Workers = "api/v1/workers";

    /// <summary>One worker (GET); its labels, trust and sharing are changed (PATCH, <c>If-Match</c>).</summary>
    public const string Worker = "api/v1/workers/{id}";

    /// <summary>Lets a worker finish what it holds and take no more (POST).</summary>
    public const string DrainWorker = "api/v1/workers/{id}/drain";

    /// <summary>Lets a drained worker take work again (POST).</summary>
    public const string ResumeWorker = "api/v1/workers/{id}/resume";

    /// <summary>Ends a worker's key and its leases at once (POST).</summary>
    public const string RevokeWorker = "api/v1/workers/{id}/revoke";

    /// <summary>A worker's heartbeat (POST).</summary>
    public const string Heartbeat = "api/v1/workers/me/heartbeat";

    /// <summary>Waits for cancellations (POST, long poll; the body is a heartbeat that renews nothing).</summary>
    public const string Control = "api/v1/workers/me/control";

    /// <summary>Opens the worker's queues to it for a while (POST): addresses to read them by, or 204.</summary>
    public const string OpenQueues = "api/v1/workers/me/queues";

    /// <summary>Takes a message that a worker read itself and that does no good where it is (POST).</summary>
    public const string SetAside = "api/v1/workers/me/queues/poison";

    /// <summary>Signs a worker off: its leases are released at once (POST).</summary>
    public const string SignOff = "api/v1/workers/me/sign-off";

    /// <summary>Lists the locks that nodes hold (GET, those held the longest first, <c>?limit=</c>).</summary>
    public const string Locks = "api/v1/locks";

    /// <summary>Takes a lock from the node that holds it (POST).</summary>
    public const string ReleaseLock = "api/v1/locks/{name}/release";

    /// <summary>Is the process alive (GET)?</summary>
    public const string HealthLive = "api/v1/health/live";

    /// <summary>Can it serve (GET)?</summary>
    public const string HealthReady = "api/v1/health/ready";
}
