using Swarm.Contracts.Allocation;

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
        var exclusions = new List<AllocationExclusion>();
        var candidates = new List<(AllocationCandidate Score, WorkerCandidate Worker)>();
        foreach (var worker in workers.Take(AllocationLimits.MaxWorkers))
        {
            if (AllocationFilters.Find(work, worker, now, ignored: []) is { } found)
            {
                exclusions.Add(new AllocationExclusion(worker.Id, worker.Name, found.Reason, found.Detail));
            }
            else
            {
                candidates.Add((Score(work, worker, parts), worker));
            }
        }

        candidates.Sort(Compare);
        return new AllocationOutcome([.. candidates.Select(candidate => candidate.Score)], exclusions, weights);
    }

    /// <summary>
    /// Why a worker that asks for a work item by itself must not have it; null when it may. That it lives and has a
    /// free slot it knows better than its row.
    /// </summary>
    public static AllocationExclusion? FindMisfit(WorkRequirements work, WorkerCandidate worker, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(worker);
        return AllocationFilters.Find(work, worker, now, s_disproved) is { } found
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

    /// <summary>Whether the reason may be gone in a while.</summary>
    public static bool MayPass(ExclusionReason reason) => reason >= ExclusionReason.Offline;

    private static AllocationCandidate Score(
        WorkRequirements work, WorkerCandidate worker, IReadOnlyList<(AllocationPart Part, double Weight)> parts)
    {
        var scores = new AllocationScore[parts.Count];
        var points = 0.0;
        for (var i = 0; i < scores.Length; i++)
        {
            var (part, weight) = parts[i];
            var score = AllocationScores.Of(part, work, worker);
            scores[i] = new AllocationScore(part, Math.Round(score, 3), Math.Round(score * weight, 2));
            points += score * weight;
        }

        return new AllocationCandidate(worker.Id, worker.Name, Math.Round(points, 2), scores);
    }

    private static int Compare(
        (AllocationCandidate Score, WorkerCandidate Worker) one,
        (AllocationCandidate Score, WorkerCandidate Worker) other)
    {
        var order = other.Score.Points.CompareTo(one.Score.Points);
        order = order != 0 ? order : one.Worker.Load.CompareTo(other.Worker.Load);
        order = order != 0 ? order : IdleSince(one.Worker).CompareTo(IdleSince(other.Worker));
        return order != 0 ? order : string.CompareOrdinal(one.Worker.Id, other.Worker.Id);
    }

    private static DateTimeOffset IdleSince(WorkerCandidate worker) => worker.IdleSince ?? DateTimeOffset.MaxValue;
}
