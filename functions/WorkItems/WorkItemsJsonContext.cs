using System.Text.Json.Serialization;

namespace Swarm.Functions.WorkItems;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WorkItemDocument))]
[JsonSerializable(typeof(WorkEventData))]
internal sealed partial class WorkItemsJsonContext : JsonSerializerContext;
