namespace Swarm.Contracts.Locks;

/// <summary>A worker takes a lock for a work item that it holds, or gives it back.</summary>
public sealed record WorkLockRequest
{
    /// <summary>The run that the work item belongs to.</summary>
    public required string RunId { get; init; }

    /// <summary>The fencing token.</summary>
    public required long Token { get; init; }

    /// <summary>The lock's name, as nodes name locks.</summary>
    public required string Name { get; init; }

    /// <summary>True to give it back.</summary>
    public bool Release { get; init; }

    /// <summary>How long to wait, in seconds, for a lock that somebody else holds.</summary>
    /// <value>0 by default; 0 to 25.</value>
    public int WaitSeconds { get; init; }
}
