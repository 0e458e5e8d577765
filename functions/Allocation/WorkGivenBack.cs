using Swarm.Core.Allocation;
using Swarm.Functions.WorkItems;

namespace Swarm.Functions.Allocation;

/// <summary>
/// Work whose pointer was taken by a worker that must not have it. Until the sweeper places it anew no queue names it,
/// so whoever fits and frees a slot meanwhile is to be offered it. A hint of this process: what it forgets only waits a
/// little longer.
/// </summary>
public sealed class WorkGivenBack(KnownWorkers known)
{
    private const int MaxItems = 1_000;

    private readonly Lock _lock = new();
    private readonly OrderedDictionary<string, Entry> _items = new(StringComparer.Ordinal);

    /// <summary>Notes a work item; of too many the oldest is forgotten.</summary>
    public void Enter(WorkItemDocument item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var work = WorkRequirementsView.Of(item.Spec, notClaimedBy: [], item.RefusedBy);
        lock (_lock)
        {
            if (_items.Count >= MaxItems)
            {
                _items.RemoveAt(0);
            }

            _items[item.Spec.Id] = new Entry(item.Spec.RunId, work);
        }
    }

    /// <summary>Forgets a work item: it was placed.</summary>
    public void Forget(string workItemId)
    {
        lock (_lock)
        {
            _items.Remove(workItemId);
        }
    }

    /// <summary>Takes out the oldest that the worker could do now; null when there is none.</summary>
    public (string RunId, string WorkItemId)? TakeFor(string workerId)
    {
        lock (_lock)
        {
            foreach (var (id, entry) in _items)
            {
                if (known.CanTake(workerId, entry.Work))
                {
                    _items.Remove(id);
                    return (entry.RunId, id);
                }
            }

            return null;
        }
    }

    private sealed record Entry(string RunId, WorkRequirements Work);
}
