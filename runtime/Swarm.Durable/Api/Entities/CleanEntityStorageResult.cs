namespace Swarm.Durable.Client.Entities;

/// <summary>What was cleaned.</summary>
public readonly record struct CleanEntityStorageResult
{
    /// <summary>Where to go on; null if all was looked at.</summary>
    public string? ContinuationToken { get; init; }

    /// <summary>How many entities were removed.</summary>
    public int EmptyEntitiesRemoved { get; init; }

    /// <summary>How many locks were released.</summary>
    public int OrphanedLocksReleased { get; init; }
}
