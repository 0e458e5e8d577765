using Swarm.Contracts.Allocation;
using Swarm.Contracts.Json;

namespace Swarm.Core.Allocation;

/// <summary>All that was found out about a work item and the workers.</summary>
/// <param name="Candidates">
/// Who could get it, with scores, the best first; of many the first <see cref="AllocationLimits.MaxStored"/>.
/// </param>
/// <param name="CandidateCount">How many could get it.</param>
/// <param name="Exclusions">Who could not, with the reason, in the order in which the workers were given.</param>
/// <param name="Weights">What counted how much.</param>
public sealed record AllocationOutcome(
    IReadOnlyList<AllocationCandidate> Candidates,
    int CandidateCount,
    ExcludedWorkers Exclusions,
    AllocationWeights Weights)
{
    /// <summary>How many workers a reason for people names.</summary>
    private const int MaxNamed = 5;

    /// <summary>Who gets it; null when nobody fits and is free.</summary>
    public AllocationCandidate? Best => Candidates.Count > 0 ? Candidates[0] : null;

    /// <summary>How many fit and are only not free just now.</summary>
    public int CouldLater => Exclusions.Counts.Sum(count => Allocator.MayPass(count.Key) ? count.Value : 0);

    /// <summary>
    /// True when somebody has refused it and nobody who fits is only busy: waiting for a slot is of no use.
    /// </summary>
    public bool IsRefused =>
        Best is null
        && Exclusions.Counts.ContainsKey(ExclusionReason.Refused)
        && !Exclusions.Counts.Keys.Any(reason => reason > ExclusionReason.Refused);

    /// <summary>Why nobody gets it, naming the workers that came nearest; null if somebody does.</summary>
    public string? WaitingReason()
    {
        if (Best is not null)
        {
            return null;
        }

        var named = string.Join(
            "; ", Exclusions.Nearest(MaxNamed).Select(exclusion => $"{exclusion.Name} {exclusion.Detail}"));
        var hidden = Exclusions.Count > MaxNamed ? $"; and {Exclusions.Count - MaxNamed} more" : "";
        return named.Length == 0 ? Summary() : $"{Summary()} {named}{hidden}.";
    }

    /// <summary>
    /// The outcome as it is stored and shown: of many the best candidates, and the excluded that came nearest.
    /// </summary>
    /// <param name="workItemId">The work item.</param>
    /// <param name="queue">Where its pointer goes.</param>
    /// <param name="now">When it was decided.</param>
    /// <param name="round">Counts the decisions on it.</param>
    /// <param name="because">Why it was decided anew.</param>
    public AllocationDecision ToDecision(
        string workItemId, string queue, DateTimeOffset now, int round = 1, string? because = null) => new()
    {
        WorkItemId = workItemId,
        DecidedAt = now,
        Round = round,
        WorkerId = Best?.WorkerId,
        Queue = queue,
        Summary = Summary(),
        Because = because,
        Weights = Weights.Parts().ToDictionary(part => EnumWords.Of(part.Part), part => part.Weight),
        CandidateCount = CandidateCount,
        Candidates = Candidates,
        ExclusionCounts = Exclusions.Counts.ToDictionary(count => EnumWords.Of(count.Key), count => count.Value),
        Exclusions = Exclusions.Nearest(AllocationLimits.MaxStored),
    };

    private string Summary()
    {
        if (Best is { } best)
        {
            var rivals = CandidateCount - 1;
            return rivals == 0
                ? $"{best.Name} gets it: it is the only worker that fits and is free."
                : $"{best.Name} gets it with {best.Points:0.#} points, ahead of {rivals} other worker(s).";
        }

        return (CouldLater, Exclusions.Count) switch
        {
            (_, 0) => "No worker has joined; it waits for the first one that fits.",
            (0, var all) => $"None of {all} worker(s) fits; it waits for one that does.",
            (var later, var all) => $"{later} of {all} worker(s) fit and cannot take it now; it waits for the first.",
        };
    }
}
