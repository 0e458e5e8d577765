using System.Text.Json.Serialization;
using Swarm.Functions.Events;

namespace Swarm.Functions.Runs;

/// <summary>How the rows of a run are stored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RunDocument))]
[JsonSerializable(typeof(NodeDocument))]
[JsonSerializable(typeof(ControlDocument))]
[JsonSerializable(typeof(EventHeaderDocument))]
[JsonSerializable(typeof(RunEventData))]
internal sealed partial class RunsJsonContext : JsonSerializerContext;
