namespace Swarm.Tests.Durable.Rewinds;

/// <summary>
/// Work that goes on until it is released. It is to be disposed before its engine, which would wait for it.
/// </summary>
internal sealed class HeldWork : IDisposable
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Done => _done.Task;

    public void Release() => _done.TrySetResult();

    public void Dispose() => Release();
}
