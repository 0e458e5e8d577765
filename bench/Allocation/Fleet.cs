using Swarm.Contracts.Allocation;
using Swarm.Contracts.Statuses;
using Swarm.Core.Allocation;

namespace Swarm.Bench.Allocation;

/// <summary>Workers that differ in everything that the allocator looks at; the same ones each time.</summary>
internal static class Fleet
{
    private const long GiB = 1024L * 1024 * 1024;

    public static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<WorkerCandidate> Make(int count, bool busy) =>
        [.. Enumerable.Range(0, count).Select(number => Worker(number, busy))];

    private static WorkerCandidate Worker(int number, bool busy) => new()
    {
        Id = $"01jqz5f8m3v9k2c7x4b6n1{number:D4}",
        Name = $"worker-{number}",
        Status = WorkerStatus.Online,
        Tools =
        [
            new WorkerTool { Name = "shell", Version = ToolVersion.Parse("5.2"), IsHealthy = true },
            new WorkerTool { Name = "claude-code", Version = ToolVersion.Parse($"{1 + (number % 3)}.4") },
        ],
        Labels = number % 3 == 0 ? ["home", "fast"] : ["home"],
        Specialisations = number % 4 == 0 ? [Specialisation.Review] : [],
        Slots = 4,
        UsedSlots = busy ? 4 : number % 4,
        Machine = new MachineState
        {
            CpuCount = 8,
            CpuPercent = number % 100,
            MemoryTotalBytes = 16 * GiB,
            MemoryUsedBytes = number % 16 * GiB,
            DiskFreeBytes = 100 * GiB,
        },
        Thresholds = new MachineThresholds { CpuMaxPercent = 101 },
        Owner = number % 5 == 0 ? "ada" : null,
        SharedWith = ["ben"],
        Warm = new WarmState { Repositories = number % 10 == 0 ? ["/src/app"] : [] },
        IdleSince = Now.AddSeconds(-number),
    };
}
