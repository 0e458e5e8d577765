namespace Swarm.Contracts.Allocation;

/// <summary>To whom a work item was given and why. Of many workers the best and the nearest are kept.</summary>
public sealed record AllocationDecision
{
    /// <summary>The work item.</summary>
    public required string WorkItemId { get; init; }

    /// <summary>When it was decided.</summary>
    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>Counts the decisions on this work item from 1; only the last is kept.</summary>
    public required int Round { get; init; }

    /// <summary>The worker that it was given to; null while it waits in a queue for the first that fits.</summary>
    public string? WorkerId { get; init; }

    /// <summary>The queue that its pointer went to.</summary>
    public required string Queue { get; init; }

    /// <summary>The decision in one sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>Why it was decided anew; null for the first decision.</summary>
    public string? Because { get; init; }

    /// <summary>The weight of each part that counts.</summary>
    public IReadOnlyDictionary<string, double> Weights { get; set; } = new Dictionary<string, double>();

    /// <summary>How many workers could have got it.</summary>
    public int CandidateCount { get; init; }

    /// <summary>The best of them, best first.</summary>
    public IReadOnlyList<AllocationCandidate> Candidates { get; set; } = [];

    /// <summary>How many workers could not, by reason.</summary>
    public IReadOnlyDictionary<string, int> ExclusionCounts { get; set; } = new Dictionary<string, int>();

    /// <summary>Those of them that came nearest to fitting.</summary>
    public IReadOnlyList<AllocationExclusion> Exclusions { get; set; } = [];
}
