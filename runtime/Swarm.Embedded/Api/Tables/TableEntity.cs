#nullable disable
using System.Collections;
using System.Globalization;
using Azure;

namespace Swarm.Embedded.Tables;

/// <summary>An entity with whatever properties it is given.</summary>
public sealed class TableEntity : ITableEntity, IDictionary<string, object>
{
    private const string PartitionKeyName = "PartitionKey";
    private const string RowKeyName = "RowKey";
    private const string TimestampName = "Timestamp";
    private const string ETagName = "odata.etag";

    private readonly Dictionary<string, object> _properties;

    /// <summary>An entity without keys.</summary>
    public TableEntity()
        : this((IDictionary<string, object>)null)
    {
    }

    /// <summary>An entity with its keys.</summary>
    public TableEntity(string partitionKey, string rowKey)
        : this((IDictionary<string, object>)null)
    {
        PartitionKey = partitionKey;
        RowKey = rowKey;
    }

    /// <summary>An entity with the given properties, keys among them.</summary>
    public TableEntity(IDictionary<string, object> values) =>
        _properties = values == null ? [] : new Dictionary<string, object>(values);

    /// <inheritdoc />
    public string PartitionKey
    {
        get => GetString(PartitionKeyName);
        set => _properties[PartitionKeyName] = value;
    }

    /// <inheritdoc />
    public string RowKey
    {
        get => GetString(RowKeyName);
        set => _properties[RowKeyName] = value;
    }

    /// <inheritdoc />
    public DateTimeOffset? Timestamp
    {
        get => GetDateTimeOffset(TimestampName);
        set => _properties[TimestampName] = value;
    }

    /// <inheritdoc />
    public ETag ETag
    {
        get => GetString(ETagName) is { } text ? new ETag(text) : default;
        set => _properties[ETagName] = value.ToString();
    }

    /// <summary>The names of the properties.</summary>
    public ICollection<string> Keys => _properties.Keys;

    /// <summary>How many properties there are.</summary>
    public int Count => _properties.Count;

    ICollection<object> IDictionary<string, object>.Values => _properties.Values;

    bool ICollection<KeyValuePair<string, object>>.IsReadOnly => false;

    /// <summary>A property by its name; null when there is none.</summary>
    /// <exception cref="InvalidOperationException">The new value's type does not fit the old value's.</exception>
    public object this[string key]
    {
        get => Find(key);
        set => _properties[NotEmpty(key)] =
            value != null && Find(key) is { } existing ? Coerce(existing, value) : value;
    }

    /// <summary>A string.</summary>
    public string GetString(string key) => Typed<string>(key);

    /// <summary>Bytes.</summary>
    public byte[] GetBinary(string key) => Find(key) is BinaryData data ? data.ToArray() : Typed<byte[]>(key);

    /// <summary>Bytes.</summary>
    public BinaryData GetBinaryData(string key) =>
        Find(key) is byte[] bytes ? BinaryData.FromBytes(bytes) : Typed<BinaryData>(key);

    /// <summary>A boolean.</summary>
    public bool? GetBoolean(string key) => Typed<bool?>(key);

    /// <summary>An instant, in UTC.</summary>
    public DateTime? GetDateTime(string key) =>
        Find(key) is DateTimeOffset instant ? instant.UtcDateTime : Typed<DateTime?>(key);

    /// <summary>An instant.</summary>
    public DateTimeOffset? GetDateTimeOffset(string key) =>
        Find(key) is DateTime time ? new DateTimeOffset(time.ToUniversalTime()) : Typed<DateTimeOffset?>(key);

    /// <summary>A floating-point number.</summary>
    public double? GetDouble(string key) => Typed<double?>(key);

    /// <summary>A GUID.</summary>
    public Guid? GetGuid(string key) => Typed<Guid?>(key);

    /// <summary>An integer of 32 bits.</summary>
    public int? GetInt32(string key) => Typed<int?>(key);

    /// <summary>An integer of 64 bits.</summary>
    public long? GetInt64(string key) => Typed<long?>(key);

    /// <summary>Adds a property that is not there yet.</summary>
    public void Add(string key, object value) => _properties.Add(NotEmpty(key), value);

    /// <summary>Whether there is a property of this name.</summary>
    public bool ContainsKey(string key) => _properties.ContainsKey(key);

    /// <summary>Removes a property.</summary>
    public bool Remove(string key) => _properties.Remove(key);

    /// <summary>A property by its name, if there is one.</summary>
    public bool TryGetValue(string key, out object value) => _properties.TryGetValue(key, out value);

    /// <summary>Removes all properties, keys included.</summary>
    public void Clear() => _properties.Clear();

    void ICollection<KeyValuePair<string, object>>.Add(KeyValuePair<string, object> item) => Add(item.Key, item.Value);

    bool ICollection<KeyValuePair<string, object>>.Contains(KeyValuePair<string, object> item) =>
        _properties.Contains(item);

    void ICollection<KeyValuePair<string, object>>.CopyTo(KeyValuePair<string, object>[] array, int arrayIndex) =>
        ((ICollection<KeyValuePair<string, object>>)_properties).CopyTo(array, arrayIndex);

    bool ICollection<KeyValuePair<string, object>>.Remove(KeyValuePair<string, object> item) =>
        ((ICollection<KeyValuePair<string, object>>)_properties).Remove(item);

    IEnumerator<KeyValuePair<string, object>> IEnumerable<KeyValuePair<string, object>>.GetEnumerator() =>
        _properties.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _properties.GetEnumerator();

    private static string NotEmpty(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return key;
    }

    private static object Coerce(object existing, object value) => (existing, value) switch
    {
        _ when existing.GetType().IsInstanceOfType(value) => value,
        (int, double or long) => value,
        (double, int number) => (double)number,
        (long, int number) => (long)number,
        (DateTime, DateTimeOffset) or (DateTimeOffset, DateTime) => value,
        (byte[], BinaryData) or (BinaryData, byte[]) => value,
        _ => throw new InvalidOperationException(string.Format(
            CultureInfo.InvariantCulture,
            "Value ({0}) {1} is not convertable to ({2}) {3}.",
            existing.GetType(), existing, value.GetType(), value)),
    };

    private object Find(string key) => _properties.TryGetValue(NotEmpty(key), out var value) ? value : null;

    private T Typed<T>(string key) => Find(key) switch
    {
        null => default,
        T value => value,
        var other => throw new InvalidOperationException(
            $"Cannot return {typeof(T)} type for a {other.GetType()} typed property."),
    };
}
