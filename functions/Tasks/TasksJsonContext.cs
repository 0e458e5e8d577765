using System.Text.Json.Serialization;
using Swarm.Contracts.Tasks;

namespace Swarm.Functions.Tasks;

/// <summary>How the rows of tasks are stored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TaskDocument))]
[JsonSerializable(typeof(TaskVersionDetail))]
[JsonSerializable(typeof(TaskTemplateDocument))]
internal sealed partial class TasksJsonContext : JsonSerializerContext;
