using Swarm.Durable.Client;
using Swarm.Durable.Stores;

namespace Swarm.Tests.Durable.Crashes;

/// <summary>
/// A store whose process dies at a given write: that write is lost, or is stored but nobody is told. Whatever is asked
/// afterwards is refused, as if the process were gone.
/// </summary>
internal sealed class CrashingStore(IDurableStore inner, int crashAt, bool losesWrite) : IDurableStore
{
    private readonly TaskCompletionSource _crashed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _writes;

    public Task Crashed => _crashed.Task;

    public bool IsDying => Volatile.Read(ref _writes) >= crashAt;

    public Task<CreateOutcome> CreateAsync(
        NewInstance instance,
        IReadOnlyCollection<OrchestrationRuntimeStatus> refusedStatuses,
        CancellationToken cancellation = default) =>
        WriteAsync(() => inner.CreateAsync(instance, refusedStatuses, cancellation));

    public Task<PostOutcome> PostAsync(string instanceId, byte[] body, CancellationToken cancellation = default) =>
        WriteAsync(() => inner.PostAsync(instanceId, body, cancellation));

    public Task<TurnOutcome> CommitAsync(TurnCommit commit) => WriteAsync(() => inner.CommitAsync(commit));

    public Task SettleAsync(long key, int turns) => WriteAsync(async () =>
    {
        await inner.SettleAsync(key, turns);
        return true;
    });

    public Task<RewindOutcome> RewindAsync(
        string instanceId, byte[] body, DateTimeOffset updatedAt, CancellationToken cancellation = default) =>
        WriteAsync(() => inner.RewindAsync(instanceId, body, updatedAt, cancellation));

    public Task<bool> PurgeAsync(string instanceId) => WriteAsync(() => inner.PurgeAsync(instanceId));

    public ValueTask<LoadedInstance?> LoadAsync(string instanceId) => Alive().LoadAsync(instanceId);

    public ValueTask<InstanceRecord?> FindAsync(string instanceId, bool withPayloads) =>
        Alive().FindAsync(instanceId, withPayloads);

    public ValueTask<InstancePage> ListAsync(InstanceQuery query) => Alive().ListAsync(query);

    public IReadOnlyDictionary<OrchestrationRuntimeStatus, long> CountByStatus() => inner.CountByStatus();

    public ValueTask<IReadOnlyList<string>> ListChildrenAsync(string instanceId) =>
        Alive().ListChildrenAsync(instanceId);

    public ValueTask<IReadOnlyList<UnfinishedInstance>> ListUnfinishedAsync(long afterKey, int maxInstances) =>
        Alive().ListUnfinishedAsync(afterKey, maxInstances);

    private IDurableStore Alive() => _crashed.Task.IsCompleted ? throw new StoreCrashedException() : inner;

    private async Task<T> WriteAsync<T>(Func<Task<T>> write)
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
