namespace Swarm.Embedded.Storage;

/// <summary>A page of a query, and where the next one starts; null when there is none.</summary>
internal sealed record EntityPage(IReadOnlyList<StoredEntity> Entities, EntityKey? Next);
