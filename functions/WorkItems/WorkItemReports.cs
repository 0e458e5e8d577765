using Swarm.Contracts.Content;
using Swarm.Contracts.Queues;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Core.Allocation;
using Swarm.Core.Leases;
using Swarm.Functions.Allocation;
using Swarm.Functions.Clarifications;
using Swarm.Functions.Content;
using Swarm.Functions.Events;
using Swarm.Functions.Http;
using Swarm.Functions.Leases;
using Swarm.Functions.Pending;
using Swarm.Functions.Queues;
using Swarm.Functions.Workers;

namespace Swarm.Functions.WorkItems;

/// <summary>Takes results. A stale token changes nothing; a repeated report is answered as the first was.</summary>
public sealed class WorkItemReports(
    RunTransactions runs,
    WorkItemStore items,
    ContentIndex content,
    ActiveWorkStore active,
    PendingStore pending,
    LeaseReleasing leases,
    ClarificationAsking questions,
    WorkOffering offering,
    QueueActivity activity)
{
    private const int OutputMaxChars = 8 * 1024;
    private const int ReasonMaxChars = 2000;
    private const int RefusalMaxChars = 300;

    /// <summary>Ends a work item by its worker's report.</summary>
    /// <exception cref="ApiProblemException">409: the lease is not the caller's, or not any more.</exception>
    public async Task<WorkItemStatus> ReportAsync(
        string workerId,
        string workItemId,
        ReportRequest report,
        DurableTaskClient engine,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(report);
        var known = await items.FindAsync(report.RunId, workItemId, cancellation);
        if (known is not null && report.Outcome == WorkItemOutcome.Refused)
        {
            return await GiveBackAsync(known, workerId, report, engine, cancellation);
        }

        if (known is not null && report.Outcome == WorkItemOutcome.Asked)
        {
            return await questions.AskAsync(known, workerId, report, engine, cancellation);
        }

        if (known is null || Decide(known, workerId, report.Token) == ReportDecision.Stale)
        {
            // Tokens only grow, so what is stale now stays so.
            throw Problems.LeaseLost(workItemId);
        }

        var effect = await pending.HastenAsync(
            PendingKinds.WorkItem, report.RunId, workItemId, known.PendingRow, cancellation);
        var kept = await KeepContentAsync(report, cancellation);
        var ended = await runs.ChangeAsync(
            report.RunId,
            transaction => StoreAsync(transaction, workerId, workItemId, kept, cancellation),
            cancellation);
        if (ended is null)
        {
            // The look at it that was hastened is still needed by whoever has it now.
            throw Problems.LeaseLost(workItemId);
        }

        if (Decide(known, workerId, report.Token) != ReportDecision.Repeated)
        {
            activity.Finished(QueueReceipt.Decode(ended.ClaimReceipt));
        }

        // Also for a repeated report: the first one may have come no further than its row.
        await Task.WhenAll(
            WorkItemEffects.RaiseAsync(ended, engine, cancellation),
            active.DeleteAsync(workerId, workItemId, report.Token, cancellation));
        await pending.ClearAsync(effect, cancellation);
        await offering.OfferAfterAsync(workItemId, workerId, cancellation);
        return ended.Lease.Status;
    }

    /// <summary>The worker does not do it, another one may: the work item is queued again.</summary>
    private async Task<WorkItemStatus> GiveBackAsync(
        WorkItemDocument item,
        string workerId,
        ReportRequest report,
        DurableTaskClient engine,
        CancellationToken cancellation)
    {
        if (item.Lost.Any(lost => lost.WorkerId == workerId && lost.Token == report.Token))
        {
            // Told before, and the answer got lost.
            return item.Lease.Status;
        }

        if (Decide(item, workerId, report.Token) == ReportDecision.Stale)
        {
            throw Problems.LeaseLost(item.Spec.Id);
        }

        var row = new ActiveWork(
            workerId, item.Spec.Id, new ActiveWorkDocument(report.RunId, report.Token, default), default);
        var reason = Tail(report.Reason, ReasonMaxChars) ?? "It gave no reason.";
        var refusal = new WorkRefusal(workerId, Tail(reason, RefusalMaxChars)!, report.RefusedUntil);
        await leases.ReleaseAsync(
            row, $"Its worker refused it. {reason}", engine, cancellation, refusal, report.Usage);
        return (await items.FindAsync(report.RunId, item.Spec.Id, cancellation))?.Lease.Status ?? item.Lease.Status;
    }

    /// <summary>
    /// Keeps what the report refers to as long as the run. A result counts also when its output is not there: a worker
    /// that takes over another's result has the end of the output alone.
    /// </summary>
    private async Task<ReportRequest> KeepContentAsync(ReportRequest report, CancellationToken cancellation)
    {
        var stdout = await KeepAsync(report.StdoutContent, report.RunId, cancellation);
        var stderr = await KeepAsync(report.StderrContent, report.RunId, cancellation);
        return report with { StdoutContent = stdout, StderrContent = stderr };
    }

    private async Task<ContentReference?> KeepAsync(
        ContentReference? reference, string runId, CancellationToken cancellation)
    {
        return reference is not null
            && await content.ReferAsync(ContentHash.Of(reference), runId, cancellation) is { } known
                ? reference with { Size = known.SizeBytes }
                : null;
    }

    /// <summary>The work item as it ended by this report; null when the report is stale.</summary>
    private static async Task<WorkItemDocument?> StoreAsync(
        RunTransaction transaction,
        string workerId,
        string workItemId,
        ReportRequest report,
        CancellationToken cancellation)
    {
        var item = await transaction.FindWorkItemAsync(workItemId, cancellation);
        switch (item is null ? ReportDecision.Stale : Decide(item, workerId, report.Token))
        {
            case ReportDecision.Repeated:
                return item;
            case ReportDecision.Stale:
                return null;
            default:
                var ended = item! with
                {
                    Lease = item.Lease with { Status = StatusOf(report.Outcome) },
                    Report = Cut(report) with { Usage = UsageSum.Of(item.Spent, report.Usage) },
                    EndedAt = transaction.Now,
                };
                transaction.Save(ended);
                return ended;
        }
    }

    private static ReportDecision Decide(WorkItemDocument item, string workerId, long token) =>
        item.Lease.WorkerId == workerId ? LeaseRules.Report(item.Lease, token) : ReportDecision.Stale;

    private static WorkItemStatus StatusOf(WorkItemOutcome outcome) => outcome switch
    {
        WorkItemOutcome.Completed => WorkItemStatus.Completed,
        WorkItemOutcome.Cancelled => WorkItemStatus.Cancelled,
        _ => WorkItemStatus.Failed,
    };

    /// <summary>A result is never refused for being long: the ends of its texts are kept.</summary>
    private static ReportRequest Cut(ReportRequest report) => report with
    {
        Stdout = Tail(report.Stdout, OutputMaxChars),
        Stderr = Tail(report.Stderr, OutputMaxChars),
        OutputCut = report.OutputCut || IsLong(report.Stdout) || IsLong(report.Stderr),
        Reason = Tail(report.Reason, ReasonMaxChars),
    };

    private static bool IsLong(string? text) => text?.Length > OutputMaxChars;

    private static string? Tail(string? text, int max) => text?.Length > max ? text[^max..] : text;
}
