namespace Swarm.Functions.Pending;

/// <summary>What a sweep is to do with an effect's row once its handler has returned.</summary>
/// <param name="Again">When to look again; null when it is done and the row can go.</param>
public sealed record PendingOutcome(TimeSpan? Again)
{
    public static PendingOutcome Done { get; } = new((TimeSpan?)null);

    public static PendingOutcome After(TimeSpan pause) => new(pause);

    /// <summary>
    /// For an effect whose thing is not stored: the request that is about to store it may just be slow, so the row
    /// stays
    /// until no request can be that old.
    /// </summary>
    public static PendingOutcome Orphan(PendingDocument effect, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(effect);
        return now - effect.CreatedAt >= PendingStore.OrphanAge ? Done : After(PendingStore.Grace);
    }
}
