using System.Text.Json.Serialization;
using Swarm.Contracts.Json;

namespace Swarm.Core.Workflows;

/// <summary>How what a node prints is read.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<OutputFormat>))]
public enum OutputFormat
{
    Text,

    /// <summary>Its standard output is JSON, which becomes the field <c>value</c>.</summary>
    Json,
}
