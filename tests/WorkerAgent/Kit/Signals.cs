namespace Swarm.Tests.WorkerAgent.Kit;

/// <summary>Collects what happens; tests await what they wait for.</summary>
public sealed class Signals<T>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(45);

    private readonly Lock gate = new();
    private readonly List<T> seen = [];
    private TaskCompletionSource grew = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<T> Seen
    {
        get
        {
            lock (gate)
            {
                return [.. seen];
            }
        }
    }

    public void Add(T value)
    {
        TaskCompletionSource wake;
        lock (gate)
        {
            seen.Add(value);
            wake = grew;
            grew = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        wake.SetResult();
    }

    /// <summary>The first that fits, seen already or to come.</summary>
    public async Task<T> FirstAsync(Func<T, bool> fits)
    {
        while (true)
        {
            Task change;
            lock (gate)
            {
                foreach (var value in seen.Where(fits))
                {
                    return value;
                }

                change = grew.Task;
            }

            await change.WaitAsync(Limit);
        }
    }
}
