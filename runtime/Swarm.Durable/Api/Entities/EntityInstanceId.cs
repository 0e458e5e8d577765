using System.Text.Json.Serialization;
using Swarm.Durable.EntityTurns;

namespace Swarm.Durable.Entities;

/// <summary>The address of an entity: which kind it is, and which of its kind.</summary>
[JsonConverter(typeof(EntityIdConverter))]
public readonly record struct EntityInstanceId
{
    /// <summary>Makes an address.</summary>
    /// <param name="name">The name of the entity's code; kept in lower case.</param>
    /// <param name="key">Which entity of that name; its case counts.</param>
    /// <exception cref="ArgumentException">The name is empty or has an '@'.</exception>
    public EntityInstanceId(string name, string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(key);
        if (name.Contains('@', StringComparison.Ordinal))
        {
            throw new ArgumentException("The name of an entity cannot have an '@'.", nameof(name));
        }

#pragma warning disable CA1308 // The stored form is lower case for ever.
        Name = name.ToLowerInvariant();
#pragma warning restore CA1308
        Key = key;
    }

    /// <summary>The name of the entity's code, in lower case.</summary>
    public string Name { get; }

    /// <summary>Which entity of that name.</summary>
    public string Key { get; }

    /// <summary>Reads an address that was written as <c>@name@key</c>.</summary>
    /// <param name="instanceId">The text.</param>
    /// <exception cref="ArgumentException">It is no address of an entity.</exception>
    public static EntityInstanceId FromString(string instanceId)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        int separator = instanceId[0] == '@' ? instanceId.IndexOf('@', 1) : -1;
        return separator > 1
            ? new EntityInstanceId(instanceId[1..separator], instanceId[(separator + 1)..])
            : throw new ArgumentException($"'{instanceId}' is no address of an entity: @name@key.", nameof(instanceId));
    }

    /// <summary>Writes the address as <c>@name@key</c>.</summary>
    public override string ToString() => $"@{Name}@{Key}";
}
