#nullable disable
using System.Collections;
using System.Globalization;
using Azure;
using Swarm.Embedded.Storage;

namespace Swarm.Embedded.Tables;

/// <summary>An entity with whatever properties it is given.</summary>
public sealed class TableEntity : ITableEntity, IDictionary<string, object>
{
    private const string PartitionKeyName = "PartitionKey";
    private const string RowKeyName = "RowKey";
    private const string TimestampName = "Timestamp";
    private const string ETagName = "odata.etag";

    // Of what was read; null once somebody wants more of it than single values. Most readers want the keys, the version
    // and perhaps one property, and a dictionary for each of them was a tenth of all that was allocated.
    private StoredEntity _stored;
    private Dictionary<string, object> _properties;

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

    internal TableEntity(StoredEntity stored) => _stored = stored;

    /// <inheritdoc />
    public string PartitionKey
    {
        get => _stored is { } stored ? stored.PartitionKey : GetString(PartitionKeyName);
        set => Properties[PartitionKeyName] = value;
    }

    /// <inheritdoc />
    public string RowKey
    {
        get => _stored is { } stored ? stored.RowKey : GetString(RowKeyName);
        set => Properties[RowKeyName] = value;
    }

    /// <inheritdoc />
    public DateTimeOffset? Timestamp
    {
        get => _stored is { } stored ? stored.Timestamp : GetDateTimeOffset(TimestampName);
        set => Properties[TimestampName] = value;
    }

    /// <inheritdoc />
    public ETag ETag
    {
        get => _stored is { } stored ? stored.ETag
            : GetString(ETagName) is { } text ? new ETag(text) : default;
        set => Properties[ETagName] = value.ToString();
    }

    // All properties, for whoever wants to change or list them.
    private Dictionary<string, object> Properties
    {
        get
        {
            if (_stored is { } stored)
            {
                _properties = new Dictionary<string, object>(stored.Properties.Count + 4)
                {
                    [PartitionKeyName] = stored.PartitionKey,
                    [RowKeyName] = stored.RowKey,
                    [TimestampName] = (DateTimeOffset?)stored.Timestamp,
                    [ETagName] = stored.ETag.ToString(),
                };
                foreach (var (name, value) in stored.Properties)
                {
                    _properties[name] = EntityValues.Own(value);
                }

                _stored = null;
            }

            return _properties;
        }
    }

    /// <summary>The names of the properties.</summary>
    public ICollection<string> Keys => Properties.Keys;

    /// <summary>How many properties there are.</summary>
    public int Count => Properties.Count;

    ICollection<object> IDictionary<string, object>.Values => Properties.Values;

    bool ICollection<KeyValuePair<string, object>>.IsReadOnly => false;

    /// <summary>A property by its name; null when there is none.</summary>
    /// <exception cref="InvalidOperationException">The new value's type does not fit the old value's.</exception>
    public object this[string key]
    {
        get => Find(key);
        set => Properties[NotEmpty(key)] =
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
    public void Add(string key, object value) => Properties.Add(NotEmpty(key), value);

    /// <summary>Whether there is a property of this name.</summary>
    public bool ContainsKey(string key) => TryFind(key, out _);

    /// <summary>Removes a property.</summary>
    public bool Remove(string key) => Properties.Remove(key);

    /// <summary>A property by its name, if there is one.</summary>
    public bool TryGetValue(string key, out object value) => TryFind(key, out value);

    /// <summary>Removes all properties, keys included.</summary>
    public void Clear() => Properties.Clear();

    void ICollection<KeyValuePair<string, object>>.Add(KeyValuePair<string, object> item) => Add(item.Key, item.Value);

    bool ICollection<KeyValuePair<string, object>>.Contains(KeyValuePair<string, object> item) =>
        Properties.Contains(item);

    void ICollection<KeyValuePair<string, object>>.CopyTo(KeyValuePair<string, object>[] array, int arrayIndex) =>
        ((ICollection<KeyValuePair<string, object>>)Properties).CopyTo(array, arrayIndex);

    bool ICollection<KeyValuePair<string, object>>.Remove(KeyValuePair<string, object> item) =>
        ((ICollection<KeyValuePair<string, object>>)Properties).Remove(item);

    IEnumerator<KeyValuePair<string, object>> IEnumerable<KeyValuePair<string, object>>.GetEnumerator() =>
        Properties.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => Properties.GetEnumerator();

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

    private object Find(string key) => TryFind(NotEmpty(key), out var value) ? value : null;

    private bool TryFind(string key, out object value)
    {
        if (_stored is { } stored && !IsOfSystem(key))
        {
            if (!stored.Properties.TryGetValue(key, out value))
            {
                return false;
            }

            // These are shared, and bytes may be changed by whoever gets them: of them he gets his own.
            if (value is not byte[])
            {
                return true;
            }
        }

        return Properties.TryGetValue(key, out value);
    }

    private static bool IsOfSystem(string key) =>
        key is PartitionKeyName or RowKeyName or TimestampName or ETagName;

    private T Typed<T>(string key) => Find(key) switch
    {
        null => default,
        T value => value,
        var other => throw new InvalidOperationException(
            $"Cannot return {typeof(T)} type for a {other.GetType()} typed property."),
    };
}
