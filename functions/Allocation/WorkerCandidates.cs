using Swarm.Contracts.Workers;
using Swarm.Core.Allocation;
using Swarm.Functions.Workers;

namespace Swarm.Functions.Allocation;

/// <summary>Shows the allocator a worker's row.</summary>
internal static class WorkerCandidates
{
    /// <summary>The worker of a row.</summary>
    /// <param name="worker">The row.</param>
    /// <param name="taken">How many slots are taken by claims and assignments.</param>
    /// <param name="now">For its status.</param>
    public static WorkerCandidate Of(WorkerDocument worker, int taken, DateTimeOffset now)
    {
        var used = Math.Max(taken, worker.Held.Count);
        var thresholds = worker.Profile.Thresholds;
        return new WorkerCandidate
        {
            Id = worker.Id,
            Name = worker.Name,
            Status = WorkerView.StatusOf(worker, now),
            Problem = worker.Problem,
            Tools = [.. worker.Tools.Select(name => Tool(name, worker.ToolStates))],
            Labels = worker.Labels(),
            Specialisations = worker.Profile.Specialisations,
            Slots = worker.Slots,
            UsedSlots = used,
            Machine = new MachineState
            {
                CpuCount = worker.Profile.CpuCount,
                CpuPercent = worker.CpuPercent,
                MemoryTotalBytes = worker.Profile.MemoryTotalBytes,
                MemoryUsedBytes = worker.MemoryUsedBytes,
                DiskFreeBytes = worker.DiskFreeBytes,
            },
            Thresholds = new MachineThresholds
            {
                CpuMaxPercent = thresholds.CpuMaxPercent,
                MemoryMaxPercent = thresholds.MemoryMaxPercent,
                DiskFreeMinBytes = thresholds.DiskFreeMinBytes,
            },
            Trusted = worker.Trusted,
            Owner = worker.Owner,
            SharedWith = [.. worker.Shares.Select(share => share.User)],
            Permission = worker.Profile.Permission,
            Warm = new WarmState
            {
                Repositories = worker.Warm.Repositories,
                Sessions = worker.Warm.Sessions,
                Models = worker.Warm.Models,
            },
            IdleSince = used > 0 ? null : worker.IdleSince,
        };
    }

    /// <summary>The same worker with other slots taken: what else its row says is as it was.</summary>
    public static WorkerCandidate Again(
        WorkerCandidate candidate, WorkerDocument worker, int taken, DateTimeOffset now)
    {
        var used = Math.Max(taken, worker.Held.Count);
        return candidate with
        {
            Status = WorkerView.StatusOf(worker, now),
            UsedSlots = used,
            IdleSince = used > 0 ? null : worker.IdleSince,
        };
    }

    private static WorkerTool Tool(string name, IReadOnlyList<ToolState> states)
    {
        var state = states.FirstOrDefault(known => known.Name == name);
        return new WorkerTool
        {
            Name = name,
            Version = ToolVersion.Parse(state?.Version),
            IsHealthy = state?.Healthy,
            Problem = state?.Reason,
            ParkedUntil = state?.ParkedUntil,
        };
    }
}
