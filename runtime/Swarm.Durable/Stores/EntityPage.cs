namespace Swarm.Durable.Stores;

/// <summary>One page of a list of entities.</summary>
/// <param name="Entities">The entities.</param>
/// <param name="ContinuationToken">Where the next page starts; null if this is the last.</param>
public sealed record EntityPage(IReadOnlyList<EntityRecord> Entities, string? ContinuationToken);
