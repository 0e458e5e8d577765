namespace Swarm.WorkerAgent.Policies;

/// <summary>How much of the machine work may take; null for no limit.</summary>
internal sealed record Limits
{
    /// <summary>Work items at once.</summary>
    public int? Slots { get; init; }

    /// <summary>Processors that one work item may use.</summary>
    public int? Cpus { get; init; }

    /// <summary>Memory of all processes of one work item.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Size of one work item's working folder.</summary>
    public long? DiskBytes { get; init; }

    /// <summary>Processes of one work item.</summary>
    public int? Processes { get; init; }

    /// <summary>
    /// The most that those processes may have of what the system counts, which is threads: room for any honest number
    /// of them, and an end for a fork bomb.
    /// </summary>
    public int? Tasks => Processes * 8 + 64;

    /// <summary>How long one work item may take.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>What all AI tools together may cost in a day, in US dollars.</summary>
    public decimal? CostPerDayUsd { get; init; }
}
