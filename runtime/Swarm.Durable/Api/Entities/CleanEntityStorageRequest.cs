namespace Swarm.Durable.Client.Entities;

/// <summary>What is to be cleaned.</summary>
public readonly record struct CleanEntityStorageRequest
{
    /// <summary>Everything that can be cleaned.</summary>
    public static CleanEntityStorageRequest Default { get; } =
        new() { RemoveEmptyEntities = true, ReleaseOrphanedLocks = true };

    /// <summary>Whether entities without state, messages and lock are removed.</summary>
    public bool RemoveEmptyEntities { get; init; }

    /// <summary>Whether locks are released whose orchestration is not running.</summary>
    public bool ReleaseOrphanedLocks { get; init; }

    /// <summary>Where to start.</summary>
    public string? ContinuationToken { get; init; }
}
