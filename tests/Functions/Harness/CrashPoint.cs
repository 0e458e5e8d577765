namespace Swarm.Tests.Functions.Harness;

/// <summary>Lets the process die after a number of writes, to whatever store they go.</summary>
internal sealed class CrashPoint
{
    private int _left = int.MaxValue;

    public bool HasCrashed { get; private set; }

    /// <summary>So many writes arrive, and then none.</summary>
    public void Arm(int writes)
    {
        _left = writes;
        HasCrashed = false;
    }

    /// <summary>The process runs again.</summary>
    public void Restart() => Arm(int.MaxValue);

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
