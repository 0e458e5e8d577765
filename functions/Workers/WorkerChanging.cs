using Swarm.Contracts.Workers;
using Swarm.Functions.Http;
using Swarm.Functions.Leases;
using Swarm.Functions.Pending;
using Swarm.Functions.Security;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Workers;

/// <summary>
/// What people do with a worker. The worker's row comes first and says it all: what follows from it for leases, the
/// sweeper does as well if a crash comes in between.
/// </summary>
public sealed class WorkerChanging(
    WorkerStore workers,
    ActiveWorkStore active,
    LeaseReleasing leases,
    WorkerQueueRemoval queues,
    PendingStore pending)
{
    /// <summary>One worker that the caller may see.</summary>
    /// <exception cref="ApiProblemException">404: there is none.</exception>
    public async Task<WorkerDocument> ReadAsync(string workerId, Caller caller, CancellationToken cancellation) =>
        (await FindAsync(workerId, caller, cancellation)).Document;

    /// <summary>Changes labels, trust and sharing.</summary>
    /// <exception cref="ApiProblemException">404, 403, or 412: it was changed since it was read.</exception>
    public Task<WorkerDocument> ChangeAsync(
        string workerId,
        ChangeWorkerRequest request,
        int? revision,
        Caller caller,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        WorkerProfileRules.Check(request);
        if (request.Trusted is not null && caller is not { Role: Role.Admin })
        {
            throw Problems.Forbidden("Only an administrator says which workers are trusted.");
        }

        return EditAsync(
            workerId,
            caller,
            worker =>
            {
                if (revision is not null && revision != worker.Revision)
                {
                    throw Problems.Changed(
                        $"Worker '{workerId}' is at revision {worker.Revision} now. Read it again.");
                }

                return worker with
                {
                    GivenLabels = request.Labels ?? worker.GivenLabels,
                    Trusted = request.Trusted ?? worker.Trusted,
                    Shares = request.Shares ?? worker.Shares,
                };
            },
            cancellation);
    }

    /// <summary>It finishes what it holds and takes no more; what it has not claimed yet goes to others.</summary>
    public async Task<WorkerDocument> DrainAsync(
        string workerId, Caller caller, DurableTaskClient engine, CancellationToken cancellation)
    {
        var worker = await EditAsync(
            workerId, caller, worker => worker with { DrainRequested = true }, cancellation);
        foreach (var row in await active.ListAsync(workerId, cancellation))
        {
            if (row.Claim.IsAssignment)
            {
                await leases.ReleaseAsync(
                    row, LeaseReleasing.NotClaimedReasonOf(worker), engine, cancellation);
            }
        }

        return worker;
    }

    /// <summary>It takes work again.</summary>
    public Task<WorkerDocument> ResumeAsync(string workerId, Caller caller, CancellationToken cancellation) =>
        EditAsync(workerId, caller, worker => worker with { DrainRequested = false }, cancellation);

    /// <summary>Ends its key and its leases at once and removes its queues; a join token lets it in again.</summary>
    public async Task<WorkerDocument> RevokeAsync(
        string workerId, Caller caller, DurableTaskClient engine, CancellationToken cancellation)
    {
        await FindAsync(workerId, caller, cancellation);
        var effect = await pending.AddAsync(PendingKinds.RetireWorker, workerId, workItemId: null, cancellation);
        var worker = await EditAsync(
            workerId,
            caller,
            worker => worker with { Revoked = true, KeyHash = "", KeyUsed = true, SignedOff = true, Held = [] },
            cancellation);
        foreach (var row in await active.ListAsync(workerId, cancellation))
        {
            await leases.ReleaseAsync(row, LeaseReleasing.ReasonOf(worker), engine, cancellation);
        }

        await queues.RemoveAsync(workerId, cancellation);
        await pending.ClearAsync(effect, cancellation);
        return worker;
    }

    private async Task<WorkerDocument> EditAsync(
        string workerId,
        Caller caller,
        Func<WorkerDocument, WorkerDocument> edit,
        CancellationToken cancellation)
    {
        return await Contention.RetryAsync($"worker '{workerId}'", TryEditAsync, cancellation);

        async Task<WorkerDocument?> TryEditAsync()
        {
            var stored = await FindAsync(workerId, caller, cancellation);
            if (!WorkerAccess.CanChange(caller, stored.Document))
            {
                throw Problems.Forbidden("This worker is shared with you; its owner changes it.");
            }

            var edited = edit(stored.Document) with { Revision = stored.Document.Revision + 1 };
            return await workers.SaveAsync(stored with { Document = edited }, cancellation) ? edited : null;
        }
    }

    private async Task<Stored<WorkerDocument>> FindAsync(
        string workerId, Caller caller, CancellationToken cancellation)
    {
        var stored = await workers.FindAsync(workerId, cancellation);
        return stored is not null && WorkerAccess.CanSee(caller, stored.Document)
            ? stored
            : throw Problems.NotFound($"There is no worker '{workerId}'.");
    }
}
