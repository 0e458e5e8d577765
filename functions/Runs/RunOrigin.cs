using System.Text.Json.Serialization;

namespace Swarm.Functions.Runs;

/// <summary>What a run comes from, and its id, which follows from that.</summary>
public sealed record RunOrigin
{
    [JsonIgnore]
    public string RunId { get; init; } = "";

    /// <summary>The run's place in lists, which is the same however often it is made.</summary>
    [JsonIgnore]
    public DateTimeOffset At { get; init; }

    /// <summary>The schedule whose tick it is; null for none.</summary>
    public string? ScheduleId { get; init; }

    /// <summary>When that tick was due.</summary>
    public DateTimeOffset? Tick { get; init; }

    /// <summary>The task that it does; null for none.</summary>
    public string? TaskId { get; init; }
}
