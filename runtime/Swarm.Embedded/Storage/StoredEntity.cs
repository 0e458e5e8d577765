using Azure;

namespace Swarm.Embedded.Storage;

/// <summary>An entity as the store holds it.</summary>
internal sealed class StoredEntity(
    string partitionKey, string rowKey, DateTimeOffset timestamp, ETag etag, byte[] encoded)
{
    private IReadOnlyDictionary<string, object>? _properties;

    public string PartitionKey => partitionKey;

    public string RowKey => rowKey;

    public DateTimeOffset Timestamp => timestamp;

    public ETag ETag => etag;

    /// <summary>How long its properties are as bytes.</summary>
    public int EncodedBytes => encoded.Length;

    /// <summary>
    /// Its properties, of the eight types that tables know, read out of their bytes when somebody asks for them first.
    /// Two who ask at a time may both do it, which does no harm. They are shared: nobody may change them.
    /// </summary>
    public IReadOnlyDictionary<string, object> Properties => _properties ??= EntityEncoding.Decode(encoded);
}
