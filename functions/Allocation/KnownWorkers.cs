using Swarm.Core.Allocation;
using Swarm.Functions.Workers;

namespace Swarm.Functions.Allocation;

/// <summary>
/// The workers as this process knows them. Everything that it writes itself about workers, claims and assignments is
/// entered at once, so that on a host of one process a decision needs no look into the tables; of what others write it
/// learns when the whole is read again. It is a hint: who really has a slot, the claim decides.
/// </summary>
public sealed class KnownWorkers(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Known> _workers = new(StringComparer.Ordinal);
    private WorkerCandidate[] _candidates = [];
    private DateTimeOffset _readAt = DateTimeOffset.MinValue;

    /// <summary>Whether the whole was read within this time.</summary>
    internal bool IsFresh(TimeSpan age)
    {
        lock (_lock)
        {
            return time.GetUtcNow() - _readAt <= age;
        }
    }

    /// <summary>Takes what stands in the tables in place of what is known.</summary>
    internal void Replace(IReadOnlyList<WorkerDocument> workers, IEnumerable<ActiveWork> held)
    {
        lock (_lock)
        {
            _workers.Clear();
            _candidates = new WorkerCandidate[workers.Count];
            var taken = held.ToLookup(row => row.WorkerId, row => row.WorkItemId, StringComparer.Ordinal);
            for (var place = 0; place < workers.Count; place++)
            {
                var items = taken[workers[place].Id].ToHashSet(StringComparer.Ordinal);
                var known = new Known(place, workers[place], items);
                _workers[known.Worker.Id] = known;
                Show(known);
            }

            _readAt = time.GetUtcNow();
        }
    }

    /// <summary>A worker's row was written.</summary>
    internal void Enter(WorkerDocument worker)
    {
        lock (_lock)
        {
            if (_workers.TryGetValue(worker.Id, out var known))
            {
                known = known with { Worker = worker };
            }
            else
            {
                known = new Known(_candidates.Length, worker, []);
                Array.Resize(ref _candidates, _candidates.Length + 1);
            }

            _workers[worker.Id] = known;
            Show(known);
        }
    }

    /// <summary>A work item takes one of the worker's slots.</summary>
    internal void Take(string workerId, string workItemId)
    {
        lock (_lock)
        {
            if (_workers.TryGetValue(workerId, out var known) && known.Items.Add(workItemId))
            {
                ShowSlots(known);
            }
        }
    }

    /// <summary>A work item takes none of the worker's slots any more.</summary>
    internal void Free(string workerId, string workItemId)
    {
        lock (_lock)
        {
            if (_workers.TryGetValue(workerId, out var known) && known.Items.Remove(workItemId))
            {
                ShowSlots(known);
            }
        }
    }

    /// <summary>The worker says that it has done a work item, which its last heartbeat may still list.</summary>
    internal void Finish(string workerId, string workItemId)
    {
        lock (_lock)
        {
            if (_workers.TryGetValue(workerId, out var known))
            {
                known.Items.Remove(workItemId);
                var held = known.Worker.Held.Where(held => held.Id != workItemId).ToList();
                known = known with { Worker = known.Worker with { Held = held } };
                _workers[workerId] = known;
                ShowSlots(known);
            }
        }
    }

    /// <summary>Whether the worker fits and has a free slot, as far as is known.</summary>
    internal bool CanTake(string workerId, WorkRequirements work)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            return _workers.TryGetValue(workerId, out var known)
                && WorkerCandidates.Of(known.Worker, known.Items.Count, now) is { } candidate
                && candidate.UsedSlots < candidate.Slots
                && Allocator.FindMisfit(work, candidate, now) is null;
        }
    }

    /// <summary>
    /// Decides, and takes the slot before anybody else can: of two decisions at a time the second one sees the first.
    /// </summary>
    internal AllocationOutcome Decide(
        string workItemId, WorkRequirements work, AllocationWeights weights, out WorkerCandidate[] workers)
    {
        lock (_lock)
        {
            workers = _candidates;
            var outcome = Allocator.Allocate(work, workers, weights, time.GetUtcNow());
            if (outcome.Best is { } best)
            {
                Take(best.WorkerId, workItemId);
            }

            return outcome;
        }
    }

    private void Show(Known known) => _candidates[known.Place] =
        WorkerCandidates.Of(known.Worker, known.Items.Count, time.GetUtcNow());

    private void ShowSlots(Known known) => _candidates[known.Place] = WorkerCandidates.Again(
        _candidates[known.Place], known.Worker, known.Items.Count, time.GetUtcNow());

    private sealed record Known(int Place, WorkerDocument Worker, HashSet<string> Items);
}
