using Swarm.Contracts.Statuses;

namespace Swarm.Core.Leases;

/// <summary>
/// Who may hold a work item and until when. The rules look at rows and never change them: the caller writes what they
/// return by compare-and-set, so that of two who decide at once one decides again.
/// </summary>
public static class LeaseRules
{
    /// <summary>How long a lease holds after the last heartbeat that listed it, or after its claim.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(60);

    /// <summary>How often a work item may be claimed before it is a dead letter.</summary>
    public const int DeliveryLimit = 5;

    /// <summary>Claims a queued work item for a worker.</summary>
    public static ClaimDecision Claim(LeaseState lease, string workerId, DateTimeOffset now)
    {
        if (lease.Status != WorkItemStatus.Queued)
        {
            return new ClaimDecision(false, lease);
        }

        return new ClaimDecision(true, lease with
        {
            Status = WorkItemStatus.Claimed,
            Token = lease.Token + 1,
            WorkerId = workerId,
            Deliveries = lease.Deliveries + 1,
            ClaimedAt = now,
        });
    }

    /// <summary>
    /// Takes a lost lease away: the work item waits for the next worker, or is dead after the last delivery. The token
    /// grows at once, so that the worker that lost it is refused even before the next one has claimed.
    /// </summary>
    public static LeaseState Release(LeaseState lease)
    {
        if (lease.Status != WorkItemStatus.Claimed)
        {
            return lease;
        }

        return lease with
        {
            Status = lease.Deliveries >= DeliveryLimit ? WorkItemStatus.Dead : WorkItemStatus.Queued,
            Token = lease.Token + 1,
            WorkerId = null,
            ClaimedAt = null,
        };
    }

    /// <summary>Takes back what its worker did not want to do: that was no delivery.</summary>
    public static LeaseState Refuse(LeaseState lease) => lease.Status == WorkItemStatus.Claimed
        ? Release(lease with { Deliveries = Math.Max(0, lease.Deliveries - 1) })
        : lease;

    /// <summary>A parked work item waits for the next worker, with as many deliveries as a new one.</summary>
    public static LeaseState Replay(LeaseState lease) => lease.Status == WorkItemStatus.Dead
        ? lease with { Status = WorkItemStatus.Queued, Token = lease.Token + 1, Deliveries = 0 }
        : lease;

    /// <summary>
    /// Parks a lease while its work waits for an answer. The token grows, so that what its worker still says under the
    /// old one is refused; it was no delivery.
    /// </summary>
    public static LeaseState Park(LeaseState lease) => lease.Status == WorkItemStatus.Claimed
        ? Refuse(lease) with { Status = WorkItemStatus.Waiting }
        : lease;

    /// <summary>The answer is there: the work item waits for a worker again.</summary>
    public static LeaseState Resume(LeaseState lease) => lease.Status == WorkItemStatus.Waiting
        ? lease with { Status = WorkItemStatus.Queued }
        : lease;

    /// <summary>When a claimed lease ends.</summary>
    /// <param name="lease">The claimed lease.</param>
    /// <param name="listedAt">The last heartbeat that listed it; null if none has yet.</param>
    public static DateTimeOffset? EndOf(LeaseState lease, DateTimeOffset? listedAt) =>
        lease.ClaimedAt is { } claimed ? (listedAt > claimed ? listedAt.Value : claimed) + Duration : null;

    public static bool HasEnded(LeaseState lease, DateTimeOffset? listedAt, DateTimeOffset now) =>
        EndOf(lease, listedAt) <= now;

    /// <summary>
    /// What a worker has let go of: the heartbeat before listed it and this one does not. A claim that no heartbeat has
    /// listed is not let go of: its answer may still be on its way to the worker. If that is lost, the lease ends
    /// <see cref="Duration"/> after the claim.
    /// </summary>
    public static IReadOnlyList<string> LetGo(IEnumerable<string> listedBefore, IEnumerable<string> listedNow)
    {
        var now = listedNow.ToHashSet();
        return [.. listedBefore.Where(id => !now.Contains(id))];
    }

    /// <summary>What becomes of a result, or of log lines, under a token.</summary>
    public static ReportDecision Report(LeaseState lease, long token)
    {
        if (token != lease.Token)
        {
            return ReportDecision.Stale;
        }

        return lease.Status switch
        {
            WorkItemStatus.Claimed => ReportDecision.Accepted,
            WorkItemStatus.Completed or WorkItemStatus.Failed or WorkItemStatus.Cancelled => ReportDecision.Repeated,
            _ => ReportDecision.Stale,
        };
    }
}
