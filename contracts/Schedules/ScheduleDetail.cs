using System.Text.Json;

namespace Swarm.Contracts.Schedules;

/// <summary>A schedule.</summary>
public sealed record ScheduleDetail
{
    /// <summary>Its id, a lower-case ULID.</summary>
    public required string Id { get; init; }

    /// <summary>Its name for people.</summary>
    public required string Name { get; init; }

    /// <summary>The workflow that each tick runs.</summary>
    public required string WorkflowId { get; init; }

    /// <summary>The version that it runs; null for the newest at the time of the tick.</summary>
    public int? Version { get; init; }

    /// <summary>When it ticks: six fields, second minute hour day month weekday.</summary>
    public required string Cron { get; init; }

    /// <summary>The time zone of <see cref="Cron"/>.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Values of the workflow's inputs by name.</summary>
    public IReadOnlyDictionary<string, JsonElement> Inputs { get; set; } = new Dictionary<string, JsonElement>();

    /// <summary>What a tick does while the run of an earlier one goes on.</summary>
    public required OverlapPolicy Overlap { get; init; }

    /// <summary>What becomes of ticks that came while the control plane was down.</summary>
    public required CatchUpPolicy CatchUp { get; init; }

    /// <summary>True while it ticks no more.</summary>
    public required bool Paused { get; init; }

    /// <summary>Counts its changes; the <c>ETag</c> that <c>If-Match</c> takes holds the same number.</summary>
    public required int Revision { get; init; }

    /// <summary>Its next ticks, the earliest first; none while it is paused.</summary>
    public IReadOnlyList<DateTimeOffset> NextTicks { get; set; } = [];

    /// <summary>The run that its newest tick started; null if none did.</summary>
    public string? LastRunId { get; init; }

    /// <summary>Ticks that wait for that run to end.</summary>
    public IReadOnlyList<DateTimeOffset> QueuedTicks { get; set; } = [];

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was changed last.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}
