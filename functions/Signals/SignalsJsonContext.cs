using System.Text.Json;
using System.Text.Json.Serialization;

namespace Swarm.Functions.Signals;

/// <summary>How the rows of events from outside are stored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SignalDocument))]
[JsonSerializable(typeof(SignalValueDocument))]
[JsonSerializable(typeof(WaitDocument))]
[JsonSerializable(typeof(SignalKeyDocument))]
[JsonSerializable(typeof(SignalEventData))]
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
[JsonSerializable(typeof(bool))]
internal sealed partial class SignalsJsonContext : JsonSerializerContext;
