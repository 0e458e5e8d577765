namespace Swarm.Core.Allocation;

/// <summary>
/// When a worker takes no more, as its owner set it. What the machine does not tell holds nothing back.
/// </summary>
public sealed record MachineThresholds
{
    public double? CpuMaxPercent { get; init; }

    public double? MemoryMaxPercent { get; init; }

    public long? DiskFreeMinBytes { get; init; }

    /// <summary>What is over its threshold, in words; null when nothing is.</summary>
    public string? FindExceeded(MachineState machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        if (machine.CpuPercent > CpuMaxPercent)
        {
            return $"has its processors {machine.CpuPercent:0} % busy; from {CpuMaxPercent:0} % on it takes no more";
        }

        if (machine.MemoryPercent > MemoryMaxPercent)
        {
            return $"has {machine.MemoryPercent:0} % of its memory in use; from {MemoryMaxPercent:0} % on it takes no "
                + "more";
        }

        return machine.DiskFreeBytes < DiskFreeMinBytes
            ? $"has {ByteSize.Text(machine.DiskFreeBytes.Value)} of disk left; below "
                + $"{ByteSize.Text(DiskFreeMinBytes.Value)} it takes no more"
            : null;
    }
}
