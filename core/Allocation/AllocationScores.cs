using Swarm.Contracts.Allocation;

namespace Swarm.Core.Allocation;

/// <summary>The parts of a score, each from 0 to 1. What a worker does not tell counts as half.</summary>
internal static class AllocationScores
{
    private const double Unknown = 0.5;

    // Loading a session anew costs the most, a repository is fetched, a model is loaded.
    private const double SessionShare = 0.5;
    private const double RepositoryShare = 0.3;
    private const double ModelShare = 0.2;

    private const double OwnShare = 0.5;
    private const double TrustedShare = 0.5;

    /// <summary>With so much free memory or disk a machine counts as having plenty.</summary>
    private const double PlentyBytes = 64.0 * 1024 * 1024 * 1024;

    public static double Of(AllocationPart part, WorkRequirements work, WorkerCandidate worker) => part switch
    {
        AllocationPart.Match => Match(work, worker),
        AllocationPart.Availability => Availability(worker.Machine),
        AllocationPart.Balance => Math.Clamp(1 - worker.Load, 0, 1),
        AllocationPart.Affinity => Affinity(work, worker.Warm),
        AllocationPart.Tool => Tool(work, worker),
        AllocationPart.Resources => Resources(worker.Machine),
        AllocationPart.Privacy => Privacy(work, worker),
        _ => 0,
    };

    /// <summary>The mean of the wishes; whoever meets all there are, and were it none, suits fully.</summary>
    private static double Match(WorkRequirements work, WorkerCandidate worker)
    {
        var (sum, wishes) = (0.0, 0);
        if (work.Specialisation is { } wanted)
        {
            // Whoever does anything has passed the filter and suits half as well as a specialist.
            sum += worker.Specialisations.Contains(wanted) ? 1 : Unknown;
            wishes++;
        }

        foreach (var label in work.PreferredLabels)
        {
            sum += worker.Labels.Contains(label) ? 1 : 0;
            wishes++;
        }

        foreach (var tool in work.PreferredTools)
        {
            sum += AllocationFilters.FindTool(worker, tool) is null ? 0 : 1;
            wishes++;
        }

        return wishes == 0 ? 1 : sum / wishes;
    }

    private static double Availability(MachineState machine)
    {
        var cpu = 1 - (machine.CpuPercent / 100) ?? Unknown;
        var memory = 1 - (machine.MemoryPercent / 100) ?? Unknown;
        return Math.Clamp((cpu + memory) / 2, 0, 1);
    }

    /// <summary>How much of the warm things that the work could use are there.</summary>
    private static double Affinity(WorkRequirements work, WarmState warm)
    {
        var (sum, possible) = (0.0, 0.0);
        Count(work.Session, warm.Sessions, SessionShare);
        Count(work.Repository, warm.Repositories, RepositoryShare);
        Count(work.Model, warm.Models, ModelShare);
        return possible == 0 ? 0 : sum / possible;

        void Count(string? wanted, IReadOnlyList<string> held, double share)
        {
            if (wanted is not null)
            {
                possible += share;
                sum += held.Contains(wanted) ? share : 0;
            }
        }
    }

    private static double Tool(WorkRequirements work, WorkerCandidate worker) =>
        AllocationFilters.FindTool(worker, work.Tool) switch
        {
            { IsHealthy: true } => 1,
            { IsHealthy: null } => Unknown,
            _ => 0,
        };

    private static double Resources(MachineState machine)
    {
        var cpu = 1 - (machine.CpuPercent / 100) ?? Unknown;
        return Math.Clamp((cpu + Plenty(machine.MemoryFreeBytes) + Plenty(machine.DiskFreeBytes)) / 3, 0, 1);
    }

    private static double Plenty(long? bytes) =>
        bytes is { } free ? Math.Clamp(free / PlentyBytes, 0, 1) : Unknown;

    private static double Privacy(WorkRequirements work, WorkerCandidate worker) =>
        (worker.Owner is not null && worker.Owner == work.User ? OwnShare : 0) + (worker.Trusted ? TrustedShare : 0);
}
