using Microsoft.Extensions.Options;
using Swarm.Contracts.Allocation;
using Swarm.Core.Allocation;
using Swarm.Core.Queues;
using Swarm.Functions.Workers;
using Swarm.Functions.WorkItems;

namespace Swarm.Functions.Allocation;

/// <summary>Decides where a work item goes: to a worker that fits and is free, else into a queue.</summary>
public sealed class WorkDeciding(
    WorkerDirectory directory,
    KnownWorkers known,
    WorkerStore workers,
    IOptions<AllocationOptions> options,
    TimeProvider time)
{
    /// <summary>Decides on a work item. The slot of whoever is chosen counts as taken from then on.</summary>
    /// <param name="spec">The work item.</param>
    /// <param name="notClaimedBy">Who was given it before and did not claim it.</param>
    /// <param name="refusedBy">Who had it before and refused it.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="holder">Who holds the conversation that it goes on with, and until when that counts.</param>
    public async Task<WorkDecision> DecideAsync(
        WorkItemSpec spec,
        IReadOnlyList<string> notClaimedBy,
        IReadOnlyList<WorkRefusal> refusedBy,
        CancellationToken cancellation,
        WorkHolder? holder = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        await directory.RefreshAsync(cancellation);
        var work = WorkRequirementsView.Of(spec, notClaimedBy, refusedBy) with
        {
            Holder = holder?.Until > time.GetUtcNow() ? holder.WorkerId : null,
        };
        var outcome = known.Decide(spec.Id, work, options.Value.ToWeights(), out var candidates);
        if (work.Holder is { } own && outcome.Best is null)
        {
            // Busy, it takes the pointer from its own queue once it has a free slot; gone, it is waited for no more.
            return outcome.Exclusions.Any(one => one.WorkerId == own && one.Reason == ExclusionReason.Slots)
                ? new WorkDecision(outcome, QueueNames.OfWorker(own, spec.Priority), Assignment: null)
                : await DecideAsync(spec, notClaimedBy, refusedBy, cancellation);
        }

        return outcome.Best is { } best
            ? new WorkDecision(
                outcome,
                QueueNames.OfWorker(best.WorkerId, spec.Priority),
                new WorkAssignment(best.WorkerId, time.GetUtcNow() + options.Value.ClaimWithin))
            : new WorkDecision(outcome, PullQueueOf(spec, candidates), Assignment: null);
    }

    /// <summary>
    /// Why the worker must not have the work item, by what its row says now: nobody is given work on trust that was
    /// taken away a moment ago. Null when it may.
    /// </summary>
    public async Task<AllocationExclusion?> FindMisfitAsync(
        string workerId, WorkItemDocument item, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(item);
        var worker = await workers.FindAsync(workerId, cancellation);
        if (worker is null or { Document.Revoked: true })
        {
            return new AllocationExclusion(
                workerId, worker?.Document.Name ?? workerId, ExclusionReason.Offline, "is no worker any more");
        }

        var now = time.GetUtcNow();
        var candidate = WorkerCandidates.Of(worker.Document, taken: 0, now);
        var work = WorkRequirementsView.Of(item.Spec, notClaimedBy: [], item.RefusedBy);
        return Allocator.FindMisfit(work, candidate, now);
    }

    /// <summary>
    /// The queue of everybody with the tool; where some of them are not open to the user, the queue of his own, so that
    /// strangers' workers do not take pointers that they must give back.
    /// </summary>
    private static string PullQueueOf(WorkItemSpec spec, IReadOnlyList<WorkerCandidate> candidates)
    {
        var isSensitive = spec.Placement.Privacy == Privacy.Sensitive;
        if (spec.User is { } user && QueueNames.IsSubject(user))
        {
            var able = candidates.Where(worker => worker.Tools.Any(tool => tool.Name == spec.Tool)).ToList();
            var hasStrangers = able.Exists(worker => !Allocator.IsOpenTo(worker, user));
            if (hasStrangers && able.Exists(worker => worker.Owner == user || worker.SharedWith.Contains(user)))
            {
                return QueueNames.OfUser(user, spec.Priority, isSensitive);
            }
        }

        return QueueNames.OfTool(spec.Tool, spec.Priority, isSensitive);
    }
}
