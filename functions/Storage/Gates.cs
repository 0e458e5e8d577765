namespace Swarm.Functions.Storage;

/// <summary>
/// Lets the writers of one process in one after the other, by what they write to, which spares them the conflicts among
/// themselves. Who is right in the end, the table decides.
/// </summary>
public sealed class Gates : IDisposable
{
    /// <summary>Different things may share a gate, so nobody may wait at a second one inside.</summary>
    private const int Count = 64;

    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, Count).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Does something once nobody else is at work on the same thing.</summary>
    public async Task<T> PassAsync<T>(string key, Func<Task<T>> work, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(work);
        var gate = _gates[(uint)string.GetHashCode(key, StringComparison.Ordinal) % Count];
        await gate.WaitAsync(cancellation);
        try
        {
            return await work();
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose()
    {
        foreach (var gate in _gates)
        {
            gate.Dispose();
        }
    }
}
