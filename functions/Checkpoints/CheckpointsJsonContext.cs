using System.Text.Json.Serialization;

namespace Swarm.Functions.Checkpoints;

/// <summary>How checkpoints are stored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CheckpointDocument))]
[JsonSerializable(typeof(CheckpointEventData))]
[JsonSerializable(typeof(CheckpointResult))]
internal sealed partial class CheckpointsJsonContext : JsonSerializerContext;
