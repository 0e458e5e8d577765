using System.Collections.Concurrent;

namespace Swarm.Durable.Dispatch;

/// <summary>
/// Runs pieces of work, at most so many at once. They are kept in memory: the store has what they come from, and a
/// restart finds there what was not finished.
/// </summary>
internal sealed class WorkDispatcher<T>(Func<T, Task> run, EngineThreads threads, int maxConcurrent)
    : IThreadPoolWorkItem
{
    private readonly ConcurrentQueue<T> _queue = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _workers;
    private int _isStarted;
    private volatile bool _isStopping;

    /// <summary>How many pieces wait.</summary>
    internal int QueueLength => _queue.Count;

    internal void Enqueue(T item)
    {
        _queue.Enqueue(item);
        if (Volatile.Read(ref _isStarted) != 0)
        {
            TryStartWorker();
        }
    }

    /// <summary>Begins with what has come; until now it was only kept.</summary>
    internal void Start()
    {
        // A full fence: whoever has enqueued before it saw no start is counted here.
        Interlocked.Exchange(ref _isStarted, 1);
        for (int i = Math.Min(_queue.Count, maxConcurrent); i > 0; i--)
        {
            TryStartWorker();
        }
    }

    /// <summary>Starts no more work and waits for what is under way, for a limited time.</summary>
    /// <returns>How many pieces were still under way.</returns>
    internal async Task<int> StopAsync(TimeSpan patience, TimeProvider time)
    {
        _isStopping = true;
        if (Volatile.Read(ref _workers) == 0)
        {
            return 0;
        }

        try
        {
            await _idle.Task.WaitAsync(patience, time);
            return 0;
        }
        catch (TimeoutException)
        {
            return Volatile.Read(ref _workers);
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
        while (!_isStopping && _queue.TryDequeue(out T? item))
        {
            await run(item);
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
