using Swarm.Contracts.Allocation;
using Swarm.Contracts.Json;

namespace Swarm.Core.Allocation;

/// <summary>
/// Finds the worker for a work item: leaves out whoever does not fit or is not free, gives the others points, takes the
/// most. Equal points go to the least loaded, then to the longest idle, then by id, so that the same workers always
/// make the same decision.
/// </summary>
public static class Allocator
{
    /// <summary>What a worker that asks by itself has shown not to be so.</summary>
    private static readonly ExclusionReason[] s_disproved =
        [ExclusionReason.Offline, ExclusionReason.NotClaimed, ExclusionReason.Slots];

    public static AllocationOutcome Allocate(
        WorkRequirements work, IReadOnlyList<WorkerCandidate> workers, AllocationWeights weights, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(workers);
        ArgumentNullException.ThrowIfNull(weights);
        var parts = weights.Parts();
        var against = AllocationFilters.For(work, now);
        var excluded = new ExcludedWorkers();
        var best = new List<(double Points, WorkerCandidate Worker)>(AllocationLimits.MaxStored + 1);
        var count = 0;
        foreach (var worker in workers.Take(AllocationLimits.MaxWorkers))
        {
            if (against(worker) is { } found)
            {
                excluded.Add(worker, found.Reason, found.Detail);
            }
            else
            {
                count++;
                Enter(best, (Points(work, worker, parts), worker));
            }
        }

        // The parts of scores are for people, who see those of the best; of hundreds they cost more than the rest.
        var described = best.Select(candidate => Describe(work, candidate.Worker, candidate.Points, parts));
        return new AllocationOutcome([.. described], count, excluded, weights);
    }

    /// <summary>
    /// Why a worker that asks for a work item by itself must not have it; null when it may. That it lives and has a
    /// free slot it knows better than its row.
    /// </summary>
    public static AllocationExclusion? FindMisfit(WorkRequirements work, WorkerCandidate worker, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(worker);
        return AllocationFilters.For(work, now, s_disproved)(worker) is { } found
            ? new AllocationExclusion(worker.Id, worker.Name, found.Reason, found.Detail)
            : null;
    }

    /// <summary>
    /// Why a worker takes no work at all now, in words that follow its name; null when it does.
    /// </summary>
    public static string? FindHeldBack(WorkerCandidate worker)
    {
        ArgumentNullException.ThrowIfNull(worker);
        return AllocationFilters.FindHeldBack(worker);
    }

    /// <summary>Whether a worker may do a user's work at all.</summary>
    public static bool IsOpenTo(WorkerCandidate worker, string? user)
    {
        ArgumentNullException.ThrowIfNull(worker);
        return AllocationFilters.IsOpenTo(worker, user);
    }

    /// <summary>Whether, by this decision, nobody can ever have the work unless workers change or join.</summary>
    public static bool FitsNobody(AllocationDecision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        return decision.CandidateCount == 0 && !decision.ExclusionCounts.Keys.Any(word =>
            EnumWords.Find<ExclusionReason>(word) is not { } reason || MayPass(reason));
    }

    /// <summary>Whether the reason may be gone in a while.</summary>
    public static bool MayPass(ExclusionReason reason) => reason >= ExclusionReason.Offline;

    /// <summary>Enters a candidate at its place, if it is among the best.</summary>
    private static void Enter(
        List<(double Points, WorkerCandidate Worker)> best, (double Points, WorkerCandidate Worker) candidate)
    {
        var place = best.Count;
        while (place > 0 && Compare(candidate, best[place - 1]) < 0)
        {
            place--;
        }

        if (place < AllocationLimits.MaxStored)
        {
            best.Insert(place, candidate);
            if (best.Count > AllocationLimits.MaxStored)
            {
                best.RemoveAt(AllocationLimits.MaxStored);
            }
        }
    }

    private static double Points(
        WorkRequirements work, WorkerCandidate worker, IReadOnlyList<(AllocationPart Part, double Weight)> parts)
    {
        var points = 0.0;
        for (var i = 0; i < parts.Count; i++)
        {
            points += AllocationScores.Of(parts[i].Part, work, worker) * parts[i].Weight;
        }

        return Math.Round(points, 2);
    }

    private static AllocationCandidate Describe(
        WorkRequirements work,
        WorkerCandidate worker,
        double points,
        IReadOnlyList<(AllocationPart Part, double Weight)> parts)
    {
        var scores = parts.Select(part =>
        {
            var score = AllocationScores.Of(part.Part, work, worker);
            return new AllocationScore(part.Part, Math.Round(score, 3), Math.Round(score * part.Weight, 2));
        });
        return new AllocationCandidate(worker.Id, worker.Name, points, [.. scores]);
    }

    private static int Compare(
        (double Points, WorkerCandidate Worker) one, (double Points, WorkerCandidate Worker) other)
    {
        var order = other.Points.CompareTo(one.Points);
        order = order != 0 ? order : one.Worker.Load.CompareTo(other.Worker.Load);
        order = order != 0 ? order : IdleSince(one.Worker).CompareTo(IdleSince(other.Worker));
        return order != 0 ? order : string.CompareOrdinal(one.Worker.Id, other.Worker.Id);
    }

    private static DateTimeOffset IdleSince(WorkerCandidate worker) => worker.IdleSince ?? DateTimeOffset.MaxValue;
}
