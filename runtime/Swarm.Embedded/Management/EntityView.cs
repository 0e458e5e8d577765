using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Swarm.Durable.Client.Entities;

namespace Swarm.Embedded.Management;

/// <summary>An entity in a list, as clients of Durable Functions know it.</summary>
internal sealed record EntityView(
    [property: JsonPropertyName("entityId")] EntityAddress EntityId,
    [property: JsonPropertyName("lastOperationTime")] DateTime LastOperationTime,
    [property: JsonPropertyName("state")]
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    JsonNode? State)
{
    public static EntityView Of(EntityMetadata entity) => new(
        new EntityAddress(entity.Id.Name, entity.Id.Key),
        entity.LastModifiedTime.UtcDateTime,
        entity.IncludesState ? PayloadJson.Parse(entity.State.Value) : null);
}

/// <summary>Name and key of an entity.</summary>
internal sealed record EntityAddress(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("key")] string Key);
