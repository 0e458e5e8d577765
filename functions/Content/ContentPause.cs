namespace Swarm.Functions.Content;

/// <summary>
/// Keeps the sweep from removing values while somebody copies them: what the copied rows refer to must still be there
/// when its turn comes. One at a time.
/// </summary>
public sealed class ContentPause
{
    private int _isHeld;

    public bool IsHeld => Volatile.Read(ref _isHeld) != 0;

    /// <summary>Holds it until disposed of; null if somebody else does.</summary>
    public IDisposable? TryHold() => Interlocked.Exchange(ref _isHeld, 1) == 0 ? new Hold(this) : null;

    private sealed class Hold(ContentPause pause) : IDisposable
    {
        public void Dispose() => Volatile.Write(ref pause._isHeld, 0);
    }
}
