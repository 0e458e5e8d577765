namespace Swarm.Tests.Functions.Harness;

/// <summary>Lets the process die after a number of writes, to whatever store they go.</summary>
internal sealed class CrashPoint
{
    private int _left = int.MaxValue;
    private Action? _next;

    public bool HasCrashed { get; private set; }

    /// <summary>So many writes arrive, and then none.</summary>
    public void Arm(int writes)
    {
        _left = writes;
        HasCrashed = false;
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
        if (_left == 0)
        {
            HasCrashed = true;
            throw new CrashException();
        }

        _left--;
    }
}
