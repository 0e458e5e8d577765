using System.Text.Json.Serialization;

namespace Swarm.Functions.Locks;

/// <summary>How the rows of locks are stored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LockHolder))]
[JsonSerializable(typeof(LockClaim))]
internal sealed partial class LocksJsonContext : JsonSerializerContext;
