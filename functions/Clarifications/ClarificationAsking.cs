using Microsoft.Extensions.Options;
using Swarm.Contracts.Clarifications;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Core.Leases;
using Swarm.Functions.Events;
using Swarm.Functions.Http;
using Swarm.Functions.Pending;
using Swarm.Functions.Snapshots;
using Swarm.Functions.Workers;
using Swarm.Functions.WorkItems;

namespace Swarm.Functions.Clarifications;

/// <summary>
/// Takes the questions of work items: the lease is parked and its slot free until somebody answers. A repeated question
/// is answered as the first was; one under a stale token changes nothing.
/// </summary>
public sealed class ClarificationAsking(
    RunTransactions runs,
    ClarificationStore questions,
    SnapshotKeeping snapshots,
    ActiveWorkStore active,
    PendingStore pending,
    IOptions<ClarificationOptions> options,
    TimeProvider time)
{
    /// <summary>Parks a work item with its question.</summary>
    /// <exception cref="ApiProblemException">409: the lease is not the caller's, or not any more.</exception>
    public async Task<WorkItemStatus> AskAsync(
        WorkItemDocument known,
        string workerId,
        ReportRequest report,
        DurableTaskClient engine,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(report);
        var spec = known.Spec;
        var asked = Describe(known, workerId, report);
        var effect = await pending.AddAsync(PendingKinds.WorkItem, spec.RunId, spec.Id, cancellation);
        await questions.EnterAsync(asked.Id, asked.AskedAt, cancellation);
        var kept = await snapshots.KeepAsync(spec.RunId, report.Snapshot, cancellation);
        var item = await runs.ChangeAsync(
            spec.RunId,
            transaction => StoreAsync(transaction, asked, report with { Snapshot = kept }, cancellation),
            cancellation);
        if (item is null)
        {
            await questions.LeaveAsync(asked, cancellation);
            await pending.ClearAsync(effect, cancellation);
            throw Problems.LeaseLost(spec.Id);
        }

        if (WorkItemEffects.HasEnded(item))
        {
            await questions.LeaveAsync(asked, cancellation);
            await WorkItemEffects.RaiseAsync(item, engine, cancellation);
        }

        await active.DeleteAsync(workerId, spec.Id, report.Token, cancellation);
        if (item.Lease.Status == WorkItemStatus.Waiting)
        {
            await pending.MoveAsync(effect, LimitOf(spec), cancellation);
        }
        else
        {
            await pending.ClearAsync(effect, cancellation);
        }

        return item.Lease.Status;
    }

    private Clarification Describe(WorkItemDocument item, string workerId, ReportRequest report)
    {
        var now = time.GetUtcNow();
        return new Clarification
        {
            Id = ClarificationRows.IdOf(item.Spec.Id, report.Token),
            Status = ClarificationStatus.Open,
            RunId = item.Spec.RunId,
            WorkItemId = item.Spec.Id,
            Node = item.Spec.Node,
            Iteration = item.Spec.Iteration,
            Tool = item.Spec.Tool,
            WorkerId = workerId,
            Question = report.Question!.Text,
            Options = report.Question.Options,
            Assumption = report.Question.Assumption,
            AskedAt = now,
            ExpiresAt = now + LimitOf(item.Spec),
        };
    }

    /// <summary>The work item as it is after the question; null when the report is stale.</summary>
    private async Task<WorkItemDocument?> StoreAsync(
        RunTransaction transaction, Clarification asked, ReportRequest report, CancellationToken cancellation)
    {
        var item = await transaction.FindWorkItemAsync(asked.WorkItemId, cancellation);
        if (item is null)
        {
            return null;
        }

        if (await transaction.FindQuestionAsync(asked.Id, cancellation) is { } known)
        {
            return known.WorkerId == asked.WorkerId ? item : null;
        }

        switch (item.Lease.WorkerId == asked.WorkerId
            ? LeaseRules.Report(item.Lease, report.Token)
            : ReportDecision.Stale)
        {
            case ReportDecision.Repeated:
                return item;
            case ReportDecision.Stale:
                return null;
        }

        var after = await transaction.IsCancelledAsync(item.Spec, cancellation)
            ? item.End(WorkItemStatus.Cancelled, item.Lease, "Its run was cancelled.", transaction.Now)
            : item.Answers.Count >= options.Value.MaxPerWorkItem
                ? (item with { Spent = UsageSum.Of(item.Spent, report.Usage) }).End(
                    WorkItemStatus.Failed, item.Lease, TooMany(), transaction.Now)
                : item.Wait(asked.Id, report.Snapshot, report.Usage);
        transaction.Save(after);
        if (after.Lease.Status == WorkItemStatus.Waiting)
        {
            var spec = item.Spec;
            await transaction.OpenAsync(asked, cancellation);
            await transaction.ChangeNodeAsync(
                spec, node => node.Parked(spec.Iteration, $"It asks: {asked.Question}"), cancellation);
        }

        return after;
    }

    private TimeSpan LimitOf(WorkItemSpec spec) => spec.Questions?.ExpiresAfter ?? options.Value.ExpiresAfter;

    private string TooMany() =>
        $"It asked more than {options.Value.MaxPerWorkItem} questions. Say more in its prompt, or split the work.";
}
