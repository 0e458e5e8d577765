using System.Text.Json.Serialization;
using Swarm.Contracts.Json;

namespace Swarm.Contracts.Content;

/// <summary>What the bytes of a value are.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ContentType>))]
public enum ContentType
{
    /// <summary>Text in UTF-8, or what a command printed.</summary>
    Text,

    /// <summary>JSON in UTF-8.</summary>
    Json,
}
