namespace Swarm.Contracts.Workers;

/// <summary>How busy a worker's machine was at a time.</summary>
/// <param name="At">When.</param>
/// <param name="CpuPercent">Share of the processors in use; null if unknown.</param>
/// <param name="MemoryUsedBytes">Memory in use; null if unknown.</param>
/// <param name="DiskFreeBytes">Free disk; null if unknown.</param>
/// <param name="WorkItems">How many work items it held.</param>
public sealed record ResourceSample(
    DateTimeOffset At, double? CpuPercent, long? MemoryUsedBytes, long? DiskFreeBytes, int WorkItems);
