namespace Swarm.Durable.Replay;

/// <summary>
/// Runs the code of one orchestrator on one thread at a time, in the order in which its awaits complete. A continuation
/// that comes from another thread means that the orchestrator awaited something that is not durable: it is kept apart
/// and reported.
/// </summary>
internal sealed class OrchestrationTaskScheduler(Action foreignWorkArrived) : TaskScheduler
{
    private const int NoThread = 0;

    private readonly Queue<Task> _ready = new();
    private readonly Queue<Task> _foreign = new();
    private volatile int _turnThreadId = NoThread;
    private int _turnTaskId;

    /// <summary>Whether the caller is the orchestrator's own code, inside a turn.</summary>
    internal bool IsOnTurnThread => _turnThreadId == Environment.CurrentManagedThreadId;

    internal bool HasForeignWork
    {
        get
        {
            lock (_foreign)
            {
                return _foreign.Count > 0;
            }
        }
    }

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Runs a turn so that everything awaited in it comes back to this scheduler.</summary>
    internal void Run(Action turn)
    {
        SynchronizationContext? outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        _turnThreadId = Environment.CurrentManagedThreadId;
        try
        {
            var task = new Task(turn);
            _turnTaskId = task.Id;
            task.RunSynchronously(this);
            task.GetAwaiter().GetResult();
        }
        finally
        {
            _turnThreadId = NoThread;
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    /// <summary>Runs what is ready, and what becomes ready by it.</summary>
    internal void Drain()
    {
        while (_ready.TryDequeue(out Task? task))
        {
            TryExecuteTask(task);
        }
    }

    /// <summary>Lets the continuations of foreign awaits run in this turn.</summary>
    internal void AdmitForeignWork()
    {
        lock (_foreign)
        {
            while (_foreign.TryDequeue(out Task? task))
            {
                _ready.Enqueue(task);
            }
        }
    }

    protected override void QueueTask(Task task)
    {
        if (IsOnTurnThread)
        {
            _ready.Enqueue(task);
            return;
        }

        lock (_foreign)
        {
            _foreign.Enqueue(task);
        }

        foreignWorkArrived();
    }

    // Only the turn itself runs inline; continuations take their place in the queue, whatever completes them.
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        task.Id == _turnTaskId && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [];
}
