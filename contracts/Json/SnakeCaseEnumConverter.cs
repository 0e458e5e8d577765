using System.Text.Json;
using System.Text.Json.Serialization;

namespace Swarm.Contracts.Json;

/// <summary>Writes an enum as snake_case strings (<c>in_progress</c>) and refuses numbers.</summary>
/// <typeparam name="TEnum">The enum.</typeparam>
public sealed class SnakeCaseEnumConverter<TEnum>()
    : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;
