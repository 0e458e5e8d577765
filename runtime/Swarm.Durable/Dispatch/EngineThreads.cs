namespace Swarm.Durable.Dispatch;

/// <summary>
/// Where an engine's work runs: the thread pool, or a scheduler that a simulation gives. Whatever the engine awaits
/// comes back to the same place, because nothing in it uses ConfigureAwait(false).
/// </summary>
internal sealed class EngineThreads(TaskScheduler scheduler)
{
    /// <summary>Runs a loop. It does not inherit the context of whoever starts the engine.</summary>
    internal Task RunAsync(Func<Task> loop)
    {
        using AsyncFlowControl _ = ExecutionContext.SuppressFlow();
        return Task.Factory.StartNew(loop, default, TaskCreationOptions.DenyChildAttach, scheduler).Unwrap();
    }

    /// <summary>Runs a piece of work soon.</summary>
    internal void Queue(IThreadPoolWorkItem work)
    {
        if (scheduler == TaskScheduler.Default)
        {
            ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: false);
        }
        else
        {
            _ = Task.Factory.StartNew(work.Execute, default, TaskCreationOptions.DenyChildAttach, scheduler);
        }
    }
}
