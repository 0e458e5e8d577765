using Swarm.Contracts.Content;
using Swarm.Contracts.Snapshots;
using Swarm.Core.Leases;
using Swarm.Functions.Content;
using Swarm.Functions.Events;
using Swarm.Functions.Http;
using Swarm.Functions.WorkItems;

namespace Swarm.Functions.Snapshots;

/// <summary>Keeps the progress that workers save of their work items. The last one of a work item counts.</summary>
public sealed class SnapshotKeeping(RunTransactions runs, ContentIndex content)
{
    /// <summary>Keeps a snapshot with the work item.</summary>
    /// <exception cref="ApiProblemException">409: the lease is not the caller's, or not any more.</exception>
    public async Task SaveAsync(
        string workerId, string workItemId, SaveSnapshotRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var kept = await KeepAsync(request.RunId, request.Snapshot, cancellation);
        var isHeld = await runs.ChangeAsync(
            request.RunId,
            async transaction =>
            {
                var item = await transaction.FindWorkItemAsync(workItemId, cancellation);
                if (item is null
                    || item.Lease.WorkerId != workerId
                    || LeaseRules.Report(item.Lease, request.Token) != ReportDecision.Accepted)
                {
                    return false;
                }

                transaction.Save(item with { Snapshot = kept });
                return true;
            },
            cancellation);
        if (!isHeld)
        {
            throw Problems.LeaseLost(workItemId);
        }
    }

    /// <summary>
    /// Keeps what a snapshot refers to as long as the run. What is not there is left out: less progress is better than
    /// none.
    /// </summary>
    public async Task<WorkSnapshot?> KeepAsync(string runId, WorkSnapshot? snapshot, CancellationToken cancellation) =>
        snapshot is null
            ? null
            : snapshot with
            {
                Bundle = await ReferAsync(snapshot.Bundle, runId, cancellation),
                State = await ReferAsync(snapshot.State, runId, cancellation),
            };

    private async Task<ContentReference?> ReferAsync(
        ContentReference? reference, string runId, CancellationToken cancellation) =>
        reference is not null
        && await content.ReferAsync(ContentHash.Of(reference), runId, cancellation) is { } known
            ? reference with { Size = known.SizeBytes }
            : null;
}
