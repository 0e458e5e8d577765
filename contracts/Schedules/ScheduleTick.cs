namespace Swarm.Contracts.Schedules;

/// <summary>A tick of a schedule that has come.</summary>
public sealed record ScheduleTick
{
    /// <summary>When it was due.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What it did.</summary>
    public required TickOutcome Outcome { get; init; }

    /// <summary>The run that it started; null if it started none.</summary>
    public string? RunId { get; init; }

    /// <summary>Why it started none, in words.</summary>
    public string? Reason { get; init; }

    /// <summary>How many ticks this stands for: several that were missed in a row are told as one.</summary>
    /// <value>1 by default.</value>
    public int Count { get; set; } = 1;
}
