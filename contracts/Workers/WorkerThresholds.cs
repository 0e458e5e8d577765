namespace Swarm.Contracts.Workers;

/// <summary>When a worker takes no more work, as its owner wishes. A null sets no limit.</summary>
public sealed record WorkerThresholds
{
    /// <summary>With the processors busier than this, in percent.</summary>
    public double? CpuMaxPercent { get; init; }

    /// <summary>With more of the memory in use than this, in percent.</summary>
    public double? MemoryMaxPercent { get; init; }

    /// <summary>With less free disk than this, in bytes.</summary>
    public long? DiskFreeMinBytes { get; init; }
}
