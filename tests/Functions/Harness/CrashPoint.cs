namespace Swarm.Tests.Functions.Harness;

/// <summary>Lets the process die after a number of writes, to whatever store they go.</summary>
internal sealed class CrashPoint
{
    private readonly TaskCompletionSource _crashed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left = int.MaxValue;
    private int _writes;
    private volatile bool _hasCrashed;
    private Action? _next;

    public bool HasCrashed => _hasCrashed;

    /// <summary>Completes at the first crash.</summary>
    public Task Crashed => _crashed.Task;

    /// <summary>How many writes arrived since it was armed.</summary>
    public int Writes => Volatile.Read(ref _writes);

    /// <summary>So many writes arrive, and then none.</summary>
    public void Arm(int writes)
    {
        Volatile.Write(ref _left, writes);
        Volatile.Write(ref _writes, 0);
        _hasCrashed = false;
    }

    /// <summary>The process runs again.</summary>
    public void Restart() => Arm(int.MaxValue);

    /// <summary>Somebody else is faster: this happens right before the next transaction, once.</summary>
    public void BeforeNextTransaction(Action action) => _next = action;

    public void BeforeTransaction()
    {
        Interlocked.Exchange(ref _next, null)?.Invoke();
        BeforeWrite();
    }

    public void BeforeWrite()
    {
        if (Interlocked.Decrement(ref _left) < 0)
        {
            Volatile.Write(ref _left, 0);
            _hasCrashed = true;
            _crashed.TrySetResult();
            throw new CrashException();
        }

        Interlocked.Increment(ref _writes);
    }
}
