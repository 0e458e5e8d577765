using System.Text.Json;
using Swarm.Contracts.Schedules;
using Swarm.Core.Schedules;

namespace Swarm.Functions.Schedules;

/// <summary>A schedule, as it is stored.</summary>
public sealed record ScheduleDocument
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string WorkflowId { get; init; }

    public int? Version { get; init; }

    public required string Cron { get; init; }

    public required string TimeZone { get; init; }

    public IReadOnlyDictionary<string, JsonElement> Inputs { get; init; } = new Dictionary<string, JsonElement>();

    public required OverlapPolicy Overlap { get; init; }

    public required CatchUpPolicy CatchUp { get; init; }

    public bool Paused { get; init; }

    /// <summary>Who made it, and for whom its runs are; null when nobody in particular did.</summary>
    public string? User { get; init; }

    /// <summary>Counts what people changed, not what its ticks did.</summary>
    public int Revision { get; init; } = 1;

    /// <summary>Its ticks up to here have been looked at.</summary>
    public required DateTimeOffset CountedTo { get; init; }

    /// <summary>The run that its newest tick started.</summary>
    public string? LastRunId { get; init; }

    /// <summary>Ticks that wait for that run to end, the earliest first.</summary>
    public IReadOnlyList<DateTimeOffset> Queued { get; init; } = [];

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public CronSchedule ToCron() => CronSchedule.Parse(Cron, TimeZone);

    /// <summary>What the API tells of it.</summary>
    /// <param name="preview">How many ticks ahead to tell.</param>
    /// <param name="now">The present.</param>
    public ScheduleDetail ToDetail(int preview, DateTimeOffset now) => new()
    {
        Id = Id,
        Name = Name,
        WorkflowId = WorkflowId,
        Version = Version,
        Cron = Cron,
        TimeZone = TimeZone,
        Inputs = Inputs,
        Overlap = Overlap,
        CatchUp = CatchUp,
        Paused = Paused,
        Revision = Revision,
        NextTicks = Paused ? [] : [.. ToCron().After(now).Take(preview)],
        LastRunId = LastRunId,
        QueuedTicks = Queued,
        CreatedAt = CreatedAt,
        UpdatedAt = UpdatedAt,
    };
}
