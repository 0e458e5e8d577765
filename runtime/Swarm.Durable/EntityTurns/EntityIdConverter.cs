using System.Text.Json;
using System.Text.Json.Serialization;
using Swarm.Durable.Entities;

namespace Swarm.Durable.EntityTurns;

/// <summary>Writes the address of an entity as its text, so that it can be an input or part of a state.</summary>
internal sealed class EntityIdConverter : JsonConverter<EntityInstanceId>
{
    public override EntityInstanceId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string? text = reader.GetString();
        return string.IsNullOrEmpty(text) ? default : EntityInstanceId.FromString(text);
    }

    public override void Write(Utf8JsonWriter writer, EntityInstanceId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Name is null ? null : value.ToString());
}
