using System.Text.Json.Serialization;
using Swarm.Contracts.Json;

namespace Swarm.Core.Workflows;

/// <summary>The type of a workflow's input.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<InputType>))]
public enum InputType
{
    String,
    Number,
    Integer,
    Boolean,
    Object,
    Array,
}
