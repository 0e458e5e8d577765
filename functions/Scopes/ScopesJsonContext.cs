using System.Text.Json;
using System.Text.Json.Serialization;

namespace Swarm.Functions.Scopes;

/// <summary>How the rows of workflows inside of runs are stored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ScopeDocument))]
[JsonSerializable(typeof(ListDocument))]
[JsonSerializable(typeof(ListChunkDocument))]
[JsonSerializable(typeof(ResultDocument))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(JsonElement[]))]
[JsonSerializable(typeof(PlanDocument))]
[JsonSerializable(typeof(PlanReport))]
[JsonSerializable(typeof(MixtureView))]
[JsonSerializable(typeof(HierarchyView))]
[JsonSerializable(typeof(FanOutView))]
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
internal sealed partial class ScopesJsonContext : JsonSerializerContext;
