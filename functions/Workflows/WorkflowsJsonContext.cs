using System.Text.Json.Serialization;

namespace Swarm.Functions.Workflows;

/// <summary>How the rows of workflows are stored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WorkflowDocument))]
[JsonSerializable(typeof(WorkflowNameDocument))]
[JsonSerializable(typeof(RunCounterDocument))]
internal sealed partial class WorkflowsJsonContext : JsonSerializerContext;
