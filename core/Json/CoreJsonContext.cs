using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Swarm.Contracts.Content;
using Swarm.Contracts.Json;
using Swarm.Core.References;
using Swarm.Core.Workflows;

namespace Swarm.Core.Json;

/// <summary>How workflow definitions are stored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNameCaseInsensitive = true,
    Converters = [typeof(IsoDurationConverter)])]
[JsonSerializable(typeof(ContentReference))]
[JsonSerializable(typeof(WorkflowDefinition))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(JsonNode))]
[JsonSerializable(typeof(RunFacts))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
public sealed partial class CoreJsonContext : JsonSerializerContext;
