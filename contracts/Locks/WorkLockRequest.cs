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
}
