using System.Text.Json.Serialization;
using Swarm.Core.Evaluations;

namespace Swarm.Functions.Evaluations;

/// <summary>How evaluations are stored and shown.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Evaluation))]
internal sealed partial class EvaluationsJsonContext : JsonSerializerContext;
