using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Swarm.Durable.Dispatch;

/// <summary>
/// Runs activities, at most so many at once. The work is kept in memory: history has it already, and a restart finds
/// there what was not finished.
/// </summary>
internal sealed class ActivityDispatcher(
    ActivityRunner runner, EngineThreads threads, int maxConcurrent, ILogger logger) : IThreadPoolWorkItem
{
    private readonly ConcurrentQueue<ActivityWorkItem> _queue = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _workers;
    private volatile bool _isStopping;

    /// <summary>How many activities wait.</summary>
    internal int QueueLength => _queue.Count;

    internal void Enqueue(ActivityWorkItem item)
    {
        _queue.Enqueue(item);
        TryStartWorker();
    }

    /// <summary>Starts no more activities and waits for those under way, for a limited time.</summary>
    internal async Task StopAsync(TimeSpan patience, TimeProvider time)
    {
        _isStopping = true;
        if (Volatile.Read(ref _workers) == 0)
        {
            return;
        }

        try
        {
            await _idle.Task.WaitAsync(patience, time);
        }
        catch (TimeoutException)
        {
            logger.ActivitiesLeftBehind(Volatile.Read(ref _workers));
        }
    }

    void IThreadPoolWorkItem.Execute() => _ = WorkAsync();

    private void TryStartWorker()
    {
        if (Interlocked.Increment(ref _workers) <= maxConcurrent)
        {
            threads.Queue(this);
        }
        else
        {
            Release();
        }
    }

    private async Task WorkAsync()
    {
        while (!_isStopping && _queue.TryDequeue(out ActivityWorkItem? item))
        {
            await runner.RunAsync(item);
        }

        Release();

        // An item that came after the last look, when there were too many workers for another, needs one now.
        if (!_isStopping && !_queue.IsEmpty)
        {
            TryStartWorker();
        }
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref _workers) == 0 && _isStopping)
        {
            _idle.TrySetResult();
        }
    }
}
