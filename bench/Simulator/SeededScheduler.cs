namespace Swarm.Simulator;

/// <summary>Runs everything on one thread, the next task picked by chance: any order that threads could give.</summary>
internal sealed class SeededScheduler(Random random) : TaskScheduler
{
    private readonly List<Task> _ready = [];

    public override int MaximumConcurrencyLevel => 1;

    internal Task Start(Func<Task> work) =>
        Task.Factory.StartNew(work, default, TaskCreationOptions.None, this).Unwrap();

    /// <summary>Runs one task; false if none is ready.</summary>
    internal bool TryRunOne()
    {
        if (_ready.Count == 0)
        {
            return false;
        }

        int index = random.Next(_ready.Count);
        Task task = _ready[index];
        _ready.RemoveAt(index);
        TryExecuteTask(task);
        return true;
    }

    protected override void QueueTask(Task task) => _ready.Add(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => _ready;
}
