using Swarm.Contracts.Statuses;
using Swarm.Core.Allocation;

namespace Swarm.Tests.Core.Allocation;

/// <summary>Workers and work as the tests need them: one that fits, another one that differs in one thing.</summary>
internal static class Workers
{
    public const long GiB = 1024L * 1024 * 1024;

    public static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public static readonly WorkRequirements Work = new() { Tool = "shell" };

    public static WorkerCandidate Worker(string id = "w1") => new()
    {
        Id = id,
        Name = id,
        Status = WorkerStatus.Online,
        Tools = [new WorkerTool { Name = "shell", Version = ToolVersion.Parse("5.2.1"), IsHealthy = true }],
        Slots = 4,
        Machine = new MachineState
        {
            CpuCount = 8,
            CpuPercent = 25,
            MemoryTotalBytes = 8 * GiB,
            MemoryUsedBytes = 7 * GiB,
            DiskFreeBytes = 100 * GiB,
        },
    };

    public static AllocationOutcome Allocate(this WorkRequirements work, params WorkerCandidate[] workers) =>
        Allocator.Allocate(work, workers, AllocationWeights.Balanced, Now);
}
