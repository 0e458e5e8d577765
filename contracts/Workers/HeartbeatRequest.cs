namespace Swarm.Contracts.Workers;

/// <summary>
/// A worker says that it lives and what it holds; this renews every lease it lists and releases the others.
/// </summary>
public sealed record HeartbeatRequest
{
    /// <summary>Counts this worker process's heartbeats, from 1; the answer repeats it.</summary>
    public required long Sequence { get; init; }

    /// <summary>
    /// Names the life of the worker process, anew at each start. With it a heartbeat that is overtaken by a later one
    /// of the same life is known as late and changes nothing.
    /// </summary>
    /// <value>None by default; at most 64 characters.</value>
    public string? ProcessId { get; init; }

    /// <summary>Everything that it holds, with the fencing tokens.</summary>
    public IReadOnlyList<HeldWorkItem> Held { get; set; } = [];

    /// <summary>What the work that it holds has used so far, where a tool tells before its end.</summary>
    /// <value>None by default. It counts where the claim ends without a report, which tells the whole.</value>
    public IReadOnlyList<WorkUsage> Used { get; set; } = [];

    /// <summary>The tools that it can run now, which may be others than when it joined.</summary>
    /// <value>None by default, which leaves what was said before.</value>
    public IReadOnlyList<string>? Tools { get; set; }

    /// <summary>How its tools are, also those that cannot work now.</summary>
    /// <value>None by default, which leaves what was said before.</value>
    public IReadOnlyList<ToolState>? ToolStates { get; set; }

    /// <summary>How many work items it runs at once now.</summary>
    /// <value>None by default, which leaves what was said before; 1 to 64.</value>
    public int? Slots { get; set; }

    /// <summary>True once it drains: it takes no more work.</summary>
    public bool Draining { get; init; }

    /// <summary>Share of the processors in use, 0 to 100; null if unknown.</summary>
    public double? CpuPercent { get; init; }

    /// <summary>Memory in use, in bytes; null if unknown.</summary>
    public long? MemoryUsedBytes { get; init; }

    /// <summary>Free space on the disk of its data folder, in bytes; null if unknown.</summary>
    public long? DiskFreeBytes { get; init; }

    /// <summary>What its owner has set up there.</summary>
    /// <value>None by default, which leaves what was said before.</value>
    public WorkerProfile? Profile { get; set; }

    /// <summary>What it holds ready.</summary>
    /// <value>None by default, which leaves what was said before.</value>
    public WarmReport? Warm { get; set; }

    /// <summary>Why it cannot work although it is alive, in words; null when it can.</summary>
    public string? Problem { get; init; }
}
