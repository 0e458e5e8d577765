using Swarm.Contracts.DeadLetters;
using Swarm.Contracts.Snapshots;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Core.Allocation;
using Swarm.Core.Leases;
using Swarm.Functions.Allocation;

namespace Swarm.Functions.WorkItems;

/// <summary>What is stored of a work item.</summary>
public sealed record WorkItemDocument
{
    /// <summary>How many claims without a result are remembered.</summary>
    private const int MaxLost = 4 * LeaseRules.DeliveryLimit;

    /// <summary>How many workers that refused it are remembered.</summary>
    private const int MaxRefusedBy = 32;

    public required WorkItemSpec Spec { get; init; }

    public required LeaseState Lease { get; init; }

    /// <summary>
    /// The receipt that the claim was made with: a claim that is repeated after a lost answer is known by it.
    /// </summary>
    public string? ClaimReceipt { get; init; }

    /// <summary>The row by which it is looked at later, unless somebody has moved that row since.</summary>
    public string? PendingRow { get; init; }

    /// <summary>What people had said to its run when it was claimed last.</summary>
    public IReadOnlyList<string> Directives { get; set; } = [];

    /// <summary>Who was given it and has not claimed it yet; null when anybody who fits may claim it.</summary>
    public WorkAssignment? Assignment { get; init; }

    /// <summary>Who was given it since it was queued and did not claim it in time.</summary>
    public IReadOnlyList<string> NotClaimedBy { get; set; } = [];

    /// <summary>Who refused it, the latest last. A claim of another worker does not end a refusal.</summary>
    public IReadOnlyList<WorkRefusal> RefusedBy { get; set; } = [];

    /// <summary>The question that it waits for; null unless it waits.</summary>
    public string? QuestionId { get; init; }

    /// <summary>What was answered to its questions so far, the oldest first.</summary>
    public IReadOnlyList<WorkAnswer> Answers { get; set; } = [];

    /// <summary>Who holds the conversation that it goes on with; null for nobody, or once it was claimed.</summary>
    public WorkHolder? Holder { get; init; }

    /// <summary>The progress that was saved last; null when it begins anew.</summary>
    public WorkSnapshot? Snapshot { get; init; }

    /// <summary>What claims have used that ended with a question or no result; null for nothing told.</summary>
    public ToolUsage? Spent { get; init; }

    /// <summary>When it was queued last.</summary>
    public required DateTimeOffset QueuedAt { get; init; }

    /// <summary>
    /// Since when nobody has begun with it, where it was queued again since; null for since <see cref="QueuedAt"/>.
    /// </summary>
    public DateTimeOffset? WaitsSince { get; init; }

    /// <summary>The claims that brought no result, the oldest first; the last ones of many.</summary>
    public IReadOnlyList<LostDelivery> Lost { get; set; } = [];

    /// <summary>When it reached its final status.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The report that ended it; null when it ended without one.</summary>
    public ReportRequest? Report { get; init; }

    /// <summary>Why it ended without a report, in words.</summary>
    public string? Reason { get; init; }

    /// <summary>True when it was taken out of its queue before anybody had begun; its node asks for another.</summary>
    public bool IsWithdrawn { get; init; }

    /// <summary>
    /// True when somebody has taken a lock from its node: nobody can claim it until the node has its locks again.
    /// </summary>
    public bool IsHeld { get; init; }

    /// <summary>How often that has happened: a node that is told twice knows it.</summary>
    public int Holds { get; init; }

    /// <summary>Whether it waits for a worker and none has ever had it.</summary>
    public bool IsUntouched() => Lease is { Status: WorkItemStatus.Queued, Token: 0 };

    /// <summary>All that it has used as far as its ended claims tell; null for nothing told.</summary>
    public ToolUsage? Used() => Report is null ? Spent : Report.Usage;

    /// <summary>Its lease has ended without a result.</summary>
    public WorkItemDocument Lose(LeaseState released, string reason, DateTimeOffset at)
    {
        var lost = new LostDelivery(Lease.Token, Lease.WorkerId ?? "", Lease.ClaimedAt ?? at, at, reason);
        return this with { Lease = released, ClaimReceipt = null, Lost = [.. Lost.Append(lost).TakeLast(MaxLost)] };
    }

    /// <summary>
    /// Its worker does not do it. That counts as a delivery only where the worker would be asked again at once, or
    /// one that refused it is forgotten for this one: so it ends, however often it is refused.
    /// </summary>
    public WorkItemDocument Refuse(WorkRefusal refusal, string reason, DateTimeOffset at)
    {
        var holding = RefusedBy.Where(one => one.WorkerId != refusal.WorkerId && one.HoldsAt(at)).Append(refusal);
        var refusedBy = holding.ToList();
        var isRemembered = refusal.HoldsAt(at) && refusedBy.Count <= MaxRefusedBy;
        return Lose(isRemembered ? LeaseRules.Refuse(Lease) : LeaseRules.Release(Lease), reason, at) with
        {
            RefusedBy = [.. refusedBy.TakeLast(MaxRefusedBy)],
        };
    }

    /// <summary>
    /// Its node has lost a lock: whoever has it has it no more, which was no delivery, and nobody can claim it.
    /// </summary>
    public WorkItemDocument Hold(string reason, DateTimeOffset at)
    {
        var free = Lease.Status == WorkItemStatus.Claimed
            ? Lose(LeaseRules.Refuse(Lease), reason, at) with { QueuedAt = at }
            : this;
        return free with { IsHeld = true, Holds = Holds + 1, Assignment = null };
    }

    /// <summary>Its node has its locks again.</summary>
    public WorkItemDocument GoOn(DateTimeOffset at) =>
        this with { IsHeld = false, QueuedAt = Lease.Status == WorkItemStatus.Queued ? at : QueuedAt };

    /// <summary>It waits for the answer to a question; its worker has the slot back.</summary>
    public WorkItemDocument Wait(string questionId, WorkSnapshot? snapshot, ToolUsage? usage) => this with
    {
        Spent = UsageSum.Of(Spent, usage),
        Lease = LeaseRules.Park(Lease),
        ClaimReceipt = null,
        QuestionId = questionId,
        Snapshot = snapshot ?? Snapshot,
    };

    /// <summary>It ends without a report.</summary>
    public WorkItemDocument End(WorkItemStatus status, LeaseState lease, string reason, DateTimeOffset at) =>
        this with { Lease = lease with { Status = status }, Reason = reason, EndedAt = at };
}
