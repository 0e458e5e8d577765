using System.Text.Json.Serialization;
using Swarm.Contracts.Clarifications;

namespace Swarm.Functions.Clarifications;

/// <summary>How clarifications are stored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Clarification))]
[JsonSerializable(typeof(ClarificationEventData))]
internal sealed partial class ClarificationsJsonContext : JsonSerializerContext;
