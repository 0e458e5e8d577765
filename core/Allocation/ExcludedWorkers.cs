using System.Collections;
using Swarm.Contracts.Allocation;

namespace Swarm.Core.Allocation;

/// <summary>
/// The workers that do not get a work item, in the order in which they were looked at. Under load these are nearly all,
/// at each decision, and hardly anybody asks for more than their numbers and the few that came nearest: only those that
/// somebody asks for are put into words.
/// </summary>
public sealed class ExcludedWorkers : IReadOnlyList<AllocationExclusion>
{
    private readonly List<(WorkerCandidate Worker, ExclusionReason Reason, string Detail)> _all = [];
    private readonly SortedDictionary<ExclusionReason, int> _counts = [];

    public int Count => _all.Count;

    /// <summary>How many have which reason against them, in the order of the reasons.</summary>
    public IReadOnlyDictionary<ExclusionReason, int> Counts => _counts;

    public AllocationExclusion this[int index]
    {
        get
        {
            var (worker, reason, detail) = _all[index];
            return new AllocationExclusion(worker.Id, worker.Name, reason, detail);
        }
    }

    /// <summary>Those that came nearest, the nearest first; of equal ones who was looked at first.</summary>
    public IReadOnlyList<AllocationExclusion> Nearest(int max)
    {
        var found = new List<AllocationExclusion>(Math.Min(max, Count));
        foreach (var reason in _counts.Keys.Reverse())
        {
            for (var i = 0; i < _all.Count && found.Count < max; i++)
            {
                if (_all[i].Reason == reason)
                {
                    found.Add(this[i]);
                }
            }
        }

        return found;
    }

    public IEnumerator<AllocationExclusion> GetEnumerator()
    {
        for (var i = 0; i < _all.Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Add(WorkerCandidate worker, ExclusionReason reason, string detail)
    {
        _all.Add((worker, reason, detail));
        _counts[reason] = _counts.GetValueOrDefault(reason) + 1;
    }
}
