using System.Text.Json.Serialization;
using Swarm.Contracts.Schedules;

namespace Swarm.Functions.Schedules;

/// <summary>How the rows of schedules are stored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ScheduleDocument))]
[JsonSerializable(typeof(ScheduleTick))]
internal sealed partial class SchedulesJsonContext : JsonSerializerContext;
