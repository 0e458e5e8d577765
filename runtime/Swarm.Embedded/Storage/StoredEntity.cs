using Azure;

namespace Swarm.Embedded.Storage;

/// <summary>An entity as the store holds it. Values are of the eight types that tables know.</summary>
internal sealed record StoredEntity(
    string PartitionKey,
    string RowKey,
    DateTimeOffset Timestamp,
    ETag ETag,
    IReadOnlyDictionary<string, object> Properties);
