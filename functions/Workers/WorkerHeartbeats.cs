using Swarm.Contracts.Workers;
using Swarm.Core.Leases;
using Swarm.Functions.Allocation;
using Swarm.Functions.Http;
using Swarm.Functions.Leases;
using Swarm.Functions.Storage;
using Swarm.Functions.WorkItems;

namespace Swarm.Functions.Workers;

/// <summary>
/// Heartbeats: one write, of the worker's row, renews every lease that it lists. Whatever follows from it (leases let
/// go, cancellations) is read from the rows, so that a heartbeat that is lost or repeated loses nothing.
/// </summary>
public sealed class WorkerHeartbeats(
    WorkerStore workers,
    ActiveWorkStore active,
    WorkItemStore items,
    LeaseReleasing leases,
    WorkOffering offering,
    TimeProvider time)
{
    private const string LetGoReason = "Its worker has let go of it.";
    private const string StartedAnewReason = "Its worker has started anew.";

    public async Task<HeartbeatResponse> BeatAsync(
        string workerId, HeartbeatRequest request, DurableTaskClient engine, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        WorkerRules.Check(request);
        var change = await Contention.RetryAsync(
            $"worker '{workerId}'", () => TryWriteAsync(workerId, request, cancellation), cancellation);
        var rows = await active.ListAsync(workerId, cancellation);
        if (change.IsCurrent)
        {
            rows = await ReleaseAsync(rows, change, request, engine, cancellation);
            await offering.OfferAsync(workerId, cancellation);
        }

        return new HeartbeatResponse
        {
            Sequence = request.Sequence,
            Cancel = await CancelledAsync(rows, request.Held, cancellation),
            Lost = [.. request.Held.Where(held => !rows.Any(row => IsFor(row, held))).Select(held => held.Id)],
            LeasesEndAt = (change.After.LastSeenAt ?? time.GetUtcNow()) + LeaseRules.Duration,
        };
    }

    /// <summary>Which of the work items that a worker holds are to end.</summary>
    public async Task<IReadOnlyList<string>> CancelledAsync(
        string workerId, IReadOnlyList<HeldWorkItem> held, CancellationToken cancellation) =>
        await CancelledAsync(await active.ListAsync(workerId, cancellation), held, cancellation);

    /// <summary>The worker takes its leave: its leases end now.</summary>
    public async Task SignOffAsync(string workerId, DurableTaskClient engine, CancellationToken cancellation)
    {
        await Contention.RetryAsync(
            $"worker '{workerId}'", () => TrySignOffAsync(workerId, cancellation), cancellation);

        // A crash from here on leaves the rest to the sweeper, which knows by the row that the worker has gone.
        var worker = (await workers.FindAsync(workerId, cancellation))?.Document;
        foreach (var row in await active.ListAsync(workerId, cancellation))
        {
            await leases.ReleaseAsync(row, LeaseReleasing.ReasonOf(worker), engine, cancellation);
        }
    }

    private async Task<Change?> TryWriteAsync(
        string workerId, HeartbeatRequest request, CancellationToken cancellation)
    {
        var stored = await workers.FindAsync(workerId, cancellation)
            ?? throw new InvalidOperationException($"Worker '{workerId}' has a valid key and no row.");
        var before = stored.Document;
        if (before.Revoked)
        {
            // It had passed the door before its key was taken away.
            throw Problems.Unauthenticated("This worker's key was revoked. Join again.");
        }

        if (IsOvertaken(request, before))
        {
            // Overtaken on its way by a later one, whose list is the newer.
            return new Change(before, before, IsCurrent: false);
        }

        var now = time.GetUtcNow();
        var after = before with
        {
            KeyUsed = true,
            LastSeenAt = now,
            ProcessId = request.ProcessId,
            EarlierProcessIds = before.EarlierThan(request.ProcessId),
            Sequence = request.Sequence,
            Held = request.Held,
            Used = ClaimUsage.After(before.Used, request),
            IdleSince = request.Held.Count > 0 ? null : before.IdleSince ?? now,
            Tools = request.Tools ?? before.Tools,
            ToolStates = request.ToolStates is { } states ? WorkerProfileRules.Cut(states) : before.ToolStates,
            Profile = request.Profile ?? before.Profile,
            Warm = request.Warm ?? before.Warm,
            Slots = request.Slots ?? before.Slots,
            Draining = request.Draining,
            Problem = WorkerProfileRules.Cut(request.Problem, WorkerProfileRules.ProblemMaxChars),
            SignedOff = false,
            CpuPercent = request.CpuPercent,
            MemoryUsedBytes = request.MemoryUsedBytes,
            DiskFreeBytes = request.DiskFreeBytes,
        };
        after = after with { History = ResourceHistory.Append(before.History, after.Load()) };
        return await workers.SaveAsync(stored with { Document = after }, cancellation)
            ? new Change(before, after, IsCurrent: true)
            : null;
    }

    private static bool IsOvertaken(HeartbeatRequest request, WorkerDocument before) =>
        request.ProcessId is { } life
        && (life == before.ProcessId
            ? request.Sequence <= before.Sequence
            : before.EarlierProcessIds.Contains(life));

    /// <summary>
    /// Releases what the worker has let go of, what an earlier life of it claimed and this one does not know, and
    /// claims that no heartbeat ever listed in their time.
    /// </summary>
    private async Task<IReadOnlyList<ActiveWork>> ReleaseAsync(
        IReadOnlyList<ActiveWork> rows,
        Change change,
        HeartbeatRequest request,
        DurableTaskClient engine,
        CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var letGo = LeaseRules
            .LetGo(change.Before.Held.Select(Name), request.Held.Select(Name))
            .ToHashSet(StringComparer.Ordinal);
        var kept = new List<ActiveWork>();
        var worker = change.After;
        var isClosed = worker.Draining || worker.DrainRequested
            || rows.Count(row => !row.Claim.IsAssignment) >= worker.Slots;
        foreach (var row in rows)
        {
            if (row.Claim.IsAssignment)
            {
                // It takes no more, or has taken other work into the slot that was meant for this.
                if (isClosed || row.Claim.LeaseEndsAt <= now)
                {
                    await leases.ReleaseAsync(row, LeaseReleasing.NotClaimedReasonOf(worker), engine, cancellation);
                }

                continue;
            }

            var isListed = request.Held.Any(held => IsFor(row, held));
            var isOrphan = row.Claim.ProcessId is { } life && change.After.EarlierProcessIds.Contains(life);
            if (letGo.Contains(Name(row)) || (!isListed && (isOrphan || row.Claim.LeaseEndsAt <= now)))
            {
                await leases.ReleaseAsync(row, isOrphan ? StartedAnewReason : LetGoReason, engine, cancellation);
            }
            else
            {
                kept.Add(row);
            }
        }

        return kept;
    }

    private async Task<IReadOnlyList<string>> CancelledAsync(
        IReadOnlyList<ActiveWork> rows, IReadOnlyList<HeldWorkItem> listed, CancellationToken cancellation)
    {
        var cancelled = new List<string>();
        foreach (var ofRun in rows.Where(row => listed.Any(held => IsFor(row, held))).GroupBy(row => row.Claim.RunId))
        {
            var held = ofRun.Select(row => row.WorkItemId).ToList();
            cancelled.AddRange(await items.CancelledAsync(ofRun.Key, held, cancellation));
        }

        return cancelled;
    }

    private async Task<WorkerDocument?> TrySignOffAsync(string workerId, CancellationToken cancellation)
    {
        var stored = await workers.FindAsync(workerId, cancellation)
            ?? throw new InvalidOperationException($"Worker '{workerId}' has a valid key and no row.");
        var gone = stored.Document with { SignedOff = true, Held = [] };
        return await workers.SaveAsync(stored with { Document = gone }, cancellation) ? gone : null;
    }

    // A lease is one of a work item under a token: letting go of an old one says nothing of a new one.
    private static string Name(HeldWorkItem held) => $"{held.Id}~{held.Token}";

    private static string Name(ActiveWork row) => $"{row.WorkItemId}~{row.Claim.Token}";

    private static bool IsFor(ActiveWork row, HeldWorkItem held) =>
        row.WorkItemId == held.Id && row.Claim.Token == held.Token;

    private sealed record Change(WorkerDocument Before, WorkerDocument After, bool IsCurrent);
}
