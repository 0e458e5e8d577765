namespace Swarm.Contracts.Schedules;

/// <summary>Asks when a schedule would tick.</summary>
public sealed record SchedulePreviewRequest
{
    /// <summary>Six fields: second minute hour day month weekday.</summary>
    public required string Cron { get; init; }

    /// <summary>The time zone of <see cref="Cron"/>, an IANA name.</summary>
    /// <value><c>Etc/UTC</c> by default.</value>
    public string TimeZone { get; set; } = "Etc/UTC";

    /// <summary>How many ticks.</summary>
    /// <value>10 by default; 1 to 100.</value>
    public int Count { get; set; } = 10;
}
