namespace Swarm.Embedded.Storage;

/// <summary>The two keys of an entity.</summary>
internal readonly record struct EntityKey(string PartitionKey, string RowKey);
