using Swarm.Durable.Client;
using Swarm.Durable.Stores;

namespace Swarm.Simulator;

/// <summary>
/// A store as one process sees it. Writes are committed in groups after a while, in order; a group may fail, or the
/// process may die just before or just after its commit. Reads may be slow and return an older snapshot.
/// </summary>
internal sealed class SimulatedStore(IDurableStore inner, SimulatedClock clock, Random random, FaultRates faults)
    : IDurableStore
{
    private readonly Queue<Func<bool, Task>> _waiting = new();
    private bool _isGroupPlanned;

    /// <summary>Whether the process is dead: nothing of it may run any more.</summary>
    internal bool HasCrashed { get; private set; }

    public Task<CreateOutcome> CreateAsync(
        NewInstance instance,
        IReadOnlyCollection<OrchestrationRuntimeStatus> refusedStatuses,
        CancellationToken cancellation = default) =>
        WriteAsync(() => inner.CreateAsync(instance, refusedStatuses, cancellation));

    public Task<PostOutcome> PostAsync(string instanceId, byte[] body, CancellationToken cancellation = default) =>
        WriteAsync(() => inner.PostAsync(instanceId, body, cancellation));

    public Task<TurnOutcome> CommitAsync(TurnCommit commit) => WriteAsync(() => inner.CommitAsync(commit));

    public Task SettleAsync(long key) => WriteAsync(async () =>
    {
        await inner.SettleAsync(key);
        return true;
    });

    public Task<bool> PurgeAsync(string instanceId) => WriteAsync(() => inner.PurgeAsync(instanceId));

    public ValueTask<LoadedInstance?> LoadAsync(string instanceId) => ReadAsync(inner.LoadAsync(instanceId));

    public ValueTask<InstanceRecord?> FindAsync(string instanceId, bool withPayloads) =>
        ReadAsync(inner.FindAsync(instanceId, withPayloads));

    public ValueTask<InstancePage> ListAsync(InstanceQuery query) => ReadAsync(inner.ListAsync(query));

    public ValueTask<IReadOnlyList<string>> ListChildrenAsync(string instanceId) =>
        ReadAsync(inner.ListChildrenAsync(instanceId));

    public ValueTask<IReadOnlyList<UnfinishedInstance>> ListUnfinishedAsync(long afterKey, int maxInstances) =>
        ReadAsync(inner.ListUnfinishedAsync(afterKey, maxInstances));

    private async ValueTask<T> ReadAsync<T>(ValueTask<T> snapshot)
    {
        T result = await snapshot;
        if (random.NextDouble() < faults.SlowRead)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1, 5)), clock);
        }

        return result;
    }

    private Task<T> WriteAsync<T>(Func<Task<T>> write)
    {
        var told = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Enqueue(async isFailing =>
        {
            if (isFailing)
            {
                told.SetException(new IOException("The disk is full."));
                return;
            }

            T result = await write();
            if (!HasCrashed)
            {
                told.SetResult(result);
            }
        });
        PlanGroup();
        return told.Task;
    }

    private void PlanGroup()
    {
        if (_isGroupPlanned)
        {
            return;
        }

        _isGroupPlanned = true;
        ITimer? timer = null;
        timer = clock.CreateTimer(
            _ =>
            {
                timer?.Dispose();
                CommitGroup();
            },
            null,
            TimeSpan.FromMilliseconds(random.Next(0, 4)),
            Timeout.InfiniteTimeSpan);
    }

    private void CommitGroup()
    {
        _isGroupPlanned = false;
        int size = random.Next(1, _waiting.Count + 1);
        double fate = random.NextDouble();
        if (fate < faults.CrashBefore)
        {
            HasCrashed = true;
            return;
        }

        HasCrashed = fate < faults.CrashBefore + faults.CrashAfter;
        bool isFailing = !HasCrashed && random.NextDouble() < faults.FailedGroup;
        for (int i = 0; i < size; i++)
        {
            // The inner store is in memory: its tasks complete at once.
            _waiting.Dequeue()(isFailing).GetAwaiter().GetResult();
        }

        if (_waiting.Count > 0)
        {
            PlanGroup();
        }
    }
}
