using System.Text.Json.Serialization;

namespace Swarm.Functions.DeadLetters;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DeadLetterDocument))]
internal sealed partial class DeadLettersJsonContext : JsonSerializerContext;
