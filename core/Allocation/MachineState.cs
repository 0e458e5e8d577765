namespace Swarm.Core.Allocation;

/// <summary>What a worker's machine has and what of it is in use. What it does not tell is null.</summary>
public sealed record MachineState
{
    public int? CpuCount { get; init; }

    public double? CpuPercent { get; init; }

    public long? MemoryTotalBytes { get; init; }

    public long? MemoryUsedBytes { get; init; }

    public long? DiskFreeBytes { get; init; }

    public double? FreeCpus => CpuCount * (1 - (CpuPercent / 100));

    public long? MemoryFreeBytes => MemoryTotalBytes - MemoryUsedBytes;

    public double? MemoryPercent => MemoryTotalBytes > 0 ? 100.0 * MemoryUsedBytes / MemoryTotalBytes : null;
}
