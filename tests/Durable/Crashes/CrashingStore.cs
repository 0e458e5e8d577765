using Swarm.Durable.Stores;
using Swarm.Simulator;

namespace Swarm.Tests.Durable.Crashes;

/// <summary>
/// A store whose process dies at a given write: that write is lost, or is stored but nobody is told. Whatever is asked
/// afterwards is refused, as if the process were gone.
/// </summary>
internal sealed class CrashingStore(IDurableStore inner, int crashAt, bool losesWrite) : PassThroughStore(inner)
{
    private readonly TaskCompletionSource _crashed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _writes;

    public Task Crashed => _crashed.Task;

    public bool IsDying => Volatile.Read(ref _writes) >= crashAt;

    protected override ValueTask<T> ReadAsync<T>(Func<ValueTask<T>> read) =>
        _crashed.Task.IsCompleted ? throw new StoreCrashedException() : read();

    protected override async Task<T> WriteAsync<T>(Func<Task<T>> write)
    {
        int number = Interlocked.Increment(ref _writes);
        if (number > crashAt)
        {
            throw new StoreCrashedException();
        }

        if (number < crashAt)
        {
            return await write();
        }

        try
        {
            if (!losesWrite)
            {
                await write();
            }

            throw new StoreCrashedException();
        }
        finally
        {
            _crashed.TrySetResult();
        }
    }
}
