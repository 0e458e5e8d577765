using System.Text.Json.Serialization;

namespace Swarm.Functions.Orchestrations;

/// <summary>How outputs of nodes are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(NodeOutput))]
[JsonSerializable(typeof(Dictionary<string, int>))]
internal sealed partial class OrchestrationsJsonContext : JsonSerializerContext;
