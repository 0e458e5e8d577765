using Swarm.Contracts.Workers;
using Swarm.WorkerAgent.Folders;

namespace Swarm.WorkerAgent.Heartbeats;

/// <summary>What heartbeats say about the machine: its load, its set-up, what it holds warm.</summary>
internal sealed class MachineLoad(DataFolder folder, WorkerProfile profile, WarmMemory warm)
{
    private readonly Lock gate = new();
    private (long Busy, long Total) last;

    public HeartbeatRequest Fill(HeartbeatRequest request) => request with
    {
        CpuPercent = ReadCpuPercent(),
        MemoryUsedBytes = ReadMemoryUsedBytes(),
        DiskFreeBytes = ReadDiskFreeBytes(),
        Profile = profile,
        Warm = warm.Report(),
    };

    /// <summary>The share in use since the last call, from the first line of <c>/proc/stat</c>; Linux only.</summary>
    private double? ReadCpuPercent()
    {
        if (!OperatingSystem.IsLinux() || ReadFirstLine("/proc/stat") is not { } line)
        {
            return null;
        }

        var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8).ToArray();
        if (fields.Length < 5 || !fields.All(field => long.TryParse(field, out _)))
        {
            return null;
        }

        var ticks = Array.ConvertAll(fields, long.Parse);
        var total = ticks.Sum();
        var now = (Busy: total - ticks[3] - ticks[4], Total: total);
        lock (gate)
        {
            var passed = now.Total - last.Total;
            var percent = passed <= 0 ? 0 : Math.Clamp(100.0 * (now.Busy - last.Busy) / passed, 0, 100);
            last = now;
            return Math.Round(percent, 1);
        }
    }

    private static long? ReadMemoryUsedBytes()
    {
        var memory = GC.GetGCMemoryInfo();
        return memory.MemoryLoadBytes > 0 ? memory.MemoryLoadBytes : null;
    }

    private long? ReadDiskFreeBytes()
    {
        try
        {
            return new DriveInfo(folder.Root).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private static string? ReadFirstLine(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            return reader.ReadLine();
        }
        catch (IOException)
        {
            return null;
        }
    }
}
