namespace Swarm.Embedded.Storage.Caching;

/// <summary>How much is kept in memory of what is stored.</summary>
/// <param name="MaxEntries">How many rows at most; rows that are known not to be there count too.</param>
/// <param name="MaxBytes">How many bytes they take together at most, by a generous estimate.</param>
internal sealed record EntityCacheLimits(int MaxEntries, long MaxBytes)
{
    public static EntityCacheLimits Default { get; } = new(MaxEntries: 50_000, MaxBytes: 32 * 1024 * 1024);
}
