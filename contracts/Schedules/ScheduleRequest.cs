using System.Text.Json;

namespace Swarm.Contracts.Schedules;

/// <summary>Makes a schedule, or replaces what one says.</summary>
public sealed record ScheduleRequest
{
    /// <summary>A name for people, 1 to 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The workflow that each tick runs.</summary>
    public required string WorkflowId { get; init; }

    /// <summary>The version to run.</summary>
    /// <value>By default the newest at the time of the tick.</value>
    public int? Version { get; init; }

    /// <summary>
    /// When it ticks: six fields, second minute hour day month weekday, such as <c>0 30 6 * * 1-5</c>.
    /// </summary>
    public required string Cron { get; init; }

    /// <summary>The time zone of <see cref="Cron"/>, an IANA name such as <c>Europe/Berlin</c>.</summary>
    /// <value><c>Etc/UTC</c> by default.</value>
    public string TimeZone { get; set; } = "Etc/UTC";

    /// <summary>Values of the workflow's inputs by name.</summary>
    public IReadOnlyDictionary<string, JsonElement> Inputs { get; set; } = new Dictionary<string, JsonElement>();

    /// <summary>What a tick does while the run of an earlier one goes on.</summary>
    /// <value><see cref="OverlapPolicy.Skip"/> by default.</value>
    public OverlapPolicy Overlap { get; set; }

    /// <summary>What becomes of ticks that came while the control plane was down.</summary>
    /// <value><see cref="CatchUpPolicy.None"/> by default.</value>
    public CatchUpPolicy CatchUp { get; set; }
}
