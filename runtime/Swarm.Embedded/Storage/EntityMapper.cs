using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Serialization;
using Swarm.Embedded.Tables;

namespace Swarm.Embedded.Storage;

/// <summary>Turns entities of the app's classes into stored ones and back.</summary>
internal static class EntityMapper
{
    private const string TimestampName = nameof(ITableEntity.Timestamp);

    private static readonly ConcurrentDictionary<Type, IReadOnlyList<MappedProperty>> Mappings = new();

    private static readonly HashSet<string> SystemNames =
    [
        nameof(ITableEntity.PartitionKey), nameof(ITableEntity.RowKey), TimestampName, nameof(ITableEntity.ETag),
        "odata.etag",
    ];

    /// <summary>The names that a caller asked for; null for all.</summary>
    public static IReadOnlySet<string>? Selection(IEnumerable<string>? select)
    {
        var names = select?.ToHashSet();
        return names is { Count: > 0 } ? names : null;
    }

    /// <summary>The properties to store: no keys, no nulls, each of a type that tables know.</summary>
    public static Dictionary<string, object> Properties(ITableEntity entity)
    {
        var properties = new Dictionary<string, object>();
        if (entity is IDictionary<string, object> dictionary)
        {
            foreach (var (name, value) in dictionary)
            {
                Put(properties, name, value);
            }
        }
        else
        {
            foreach (var mapped in MappingOf(entity.GetType()))
            {
                Put(properties, mapped.Name, mapped.Property.GetValue(entity));
            }
        }

        return properties;
    }

    public static T To<T>(StoredEntity stored, IReadOnlySet<string>? selection)
        where T : class, ITableEntity
    {
        if (selection is null && typeof(T) == typeof(TableEntity))
        {
            return (T)(ITableEntity)new TableEntity(stored);
        }

        ITableEntity entity = Activator.CreateInstance<T>();
        if (Has(selection, nameof(ITableEntity.PartitionKey)))
        {
            entity.PartitionKey = stored.PartitionKey;
        }

        if (Has(selection, nameof(ITableEntity.RowKey)))
        {
            entity.RowKey = stored.RowKey;
        }

        if (Has(selection, TimestampName))
        {
            entity.Timestamp = stored.Timestamp;
        }

        entity.ETag = stored.ETag;
        if (entity is IDictionary<string, object> dictionary)
        {
            foreach (var (name, value) in stored.Properties.Where(property => Has(selection, property.Key)))
            {
                dictionary[name] = EntityValues.Own(value);
            }

            return (T)entity;
        }

        foreach (var mapped in MappingOf(typeof(T)))
        {
            if (Has(selection, mapped.Name) && stored.Properties.TryGetValue(mapped.Name, out var value))
            {
                mapped.Property.SetValue(
                    entity, EntityValues.ToProperty(value, mapped.Property.PropertyType, mapped.Name));
            }
        }

        return (T)entity;
    }

    private static bool Has(IReadOnlySet<string>? selection, string name) =>
        selection is null || selection.Contains(name);

    private static void Put(Dictionary<string, object> properties, string name, object? value)
    {
        if (value is not null && !SystemNames.Contains(name))
        {
            properties[name] = EntityValues.ToStored(value, name);
        }
    }

    private static IReadOnlyList<MappedProperty> MappingOf(Type type) =>
        Mappings.GetOrAdd(type, static type => [.. Map(type)]);

    private static IEnumerable<MappedProperty> Map(Type type) =>
        from property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
        where property is { CanRead: true, CanWrite: true } && property.GetIndexParameters().Length == 0
        where !property.IsDefined(typeof(IgnoreDataMemberAttribute)) && !SystemNames.Contains(property.Name)
        select new MappedProperty(property.GetCustomAttribute<DataMemberAttribute>()?.Name ?? property.Name, property);

    private sealed record MappedProperty(string Name, PropertyInfo Property);
}
