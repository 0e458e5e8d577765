using Microsoft.Extensions.Options;
using Swarm.Contracts.Clarifications;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Core.Leases;
using Swarm.Functions.Allocation;
using Swarm.Functions.Events;
using Swarm.Functions.Http;
using Swarm.Functions.Pending;
using Swarm.Functions.WorkItems;

namespace Swarm.Functions.Clarifications;

/// <summary>
/// Closes questions: by an answer, by the end of their time, or with their run. The work item is queued again, for the
/// worker that holds its conversation first. Answering the same again does what a crash has left undone.
/// </summary>
public sealed class ClarificationSettling(
    RunTransactions runs,
    ClarificationStore questions,
    PendingStore pending,
    WorkPlacing placing,
    IOptions<ClarificationOptions> options,
    TimeProvider time)
{
    private const string Unanswered =
        "Nobody answered in time. Decide by your own best judgement, and say in your result what you assumed.";

    /// <summary>Answers a question.</summary>
    /// <exception cref="ApiProblemException">404, or 409: it is closed with another answer or none.</exception>
    public async Task<Clarification> AnswerAsync(
        string id, string answer, string by, DurableTaskClient engine, CancellationToken cancellation)
    {
        var known = await questions.ReadAsync(id, cancellation);
        var closed = known with { Status = ClarificationStatus.Answered, Answer = answer, AnsweredBy = by };
        var settled = await SettleAsync(closed, engine, cancellation);
        return settled.Status == ClarificationStatus.Answered && settled.Answer == answer
            ? settled
            : throw Closed(settled);
    }

    /// <summary>
    /// Ends the wait of a work item once its time is over: the assumption that was named with the question stands in
    /// for the answer, or its node, or the configuration, decides.
    /// </summary>
    /// <returns>How long it may still wait.</returns>
    public async Task<TimeSpan> ExpireAsync(
        WorkItemDocument waiting, DurableTaskClient engine, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(waiting);
        var known = await questions.ReadAsync(waiting.QuestionId!, cancellation);
        var left = known.ExpiresAt - time.GetUtcNow();
        if (left > TimeSpan.Zero)
        {
            return left;
        }

        var onExpiry = waiting.Spec.Questions?.OnExpiry ?? options.Value.OnExpiry;
        var standsIn = known.Assumption ?? (onExpiry == ClarificationExpiry.Proceed ? Unanswered : null);
        await SettleAsync(
            known with { Status = ClarificationStatus.Expired, Answer = standsIn }, engine, cancellation);
        return TimeSpan.Zero;
    }

    /// <summary>Closes the question of a work item that ends cancelled, which the caller saves.</summary>
    internal static async Task CancelAsync(
        RunTransaction transaction, WorkItemDocument waiting, CancellationToken cancellation)
    {
        if (await transaction.FindQuestionAsync(waiting.QuestionId!, cancellation) is { } known)
        {
            await transaction.CloseAsync(known with { Status = ClarificationStatus.Cancelled }, cancellation);
        }
    }

    private async Task<Clarification> SettleAsync(
        Clarification closed, DurableTaskClient engine, CancellationToken cancellation)
    {
        var (runId, workItemId) = (closed.RunId, closed.WorkItemId);
        var effect = await pending.AddAsync(PendingKinds.WorkItem, runId, workItemId, cancellation);
        var (question, item) = await runs.ChangeAsync(
            runId, transaction => StoreAsync(transaction, closed, cancellation), cancellation);
        if (question.Status != ClarificationStatus.Open)
        {
            await questions.LeaveAsync(question, cancellation);
        }

        // Also for a repeated answer: the first one may have come no further than its row.
        switch (item.Lease.Status)
        {
            case WorkItemStatus.Queued:
                await placing.PlaceAsync(runId, workItemId, "Its question was answered.", cancellation);
                await pending.MoveAsync(effect, WorkItemDispatch.FirstCheck, cancellation);
                break;
            case var _ when WorkItemEffects.HasEnded(item):
                await WorkItemEffects.RaiseAsync(item, engine, cancellation);
                await pending.ClearAsync(effect, cancellation);
                break;
            default:
                await pending.ClearAsync(effect, cancellation);
                break;
        }

        return question;
    }

    private async Task<(Clarification Question, WorkItemDocument Item)> StoreAsync(
        RunTransaction transaction, Clarification closed, CancellationToken cancellation)
    {
        var known = await transaction.FindQuestionAsync(closed.Id, cancellation);
        var item = await transaction.FindWorkItemAsync(closed.WorkItemId, cancellation);
        if (known is null || item is null)
        {
            throw ClarificationStore.NotFound(closed.Id);
        }

        if (known.Status != ClarificationStatus.Open
            || item.Lease.Status != WorkItemStatus.Waiting
            || item.QuestionId != closed.Id)
        {
            return (known, item);
        }

        if (await transaction.IsCancelledAsync(item.Spec, cancellation))
        {
            throw Problems.Conflict($"Run '{transaction.RunId}' is being cancelled; its questions end with it.");
        }

        var after = closed.Answer is { } answer
            ? await ResumeAsync(transaction, item, closed, answer, cancellation)
            : item.End(
                WorkItemStatus.Failed, item.Lease, $"Nobody answered in time: {closed.Question}", transaction.Now);
        await transaction.CloseAsync(closed, cancellation);
        transaction.Save(after);
        return (closed with { ClosedAt = transaction.Now }, after);
    }

    private async Task<WorkItemDocument> ResumeAsync(
        RunTransaction transaction,
        WorkItemDocument item,
        Clarification closed,
        string answer,
        CancellationToken cancellation)
    {
        var spec = item.Spec;
        await transaction.ChangeNodeAsync(spec, node => node.Replayed(spec.Iteration), cancellation);
        return item with
        {
            Lease = LeaseRules.Resume(item.Lease),
            QuestionId = null,
            Answers = [.. item.Answers, new WorkAnswer(closed.Question, answer, closed.AnsweredBy)],
            QueuedAt = transaction.Now,
            WaitsSince = null,
            Holder = new WorkHolder(closed.WorkerId, transaction.Now + options.Value.HeldFor),
        };
    }

    private static ApiProblemException Closed(Clarification question) => Problems.Conflict(question.Status switch
    {
        ClarificationStatus.Answered =>
            $"Question '{question.Id}' was answered otherwise by {question.AnsweredBy} at {question.ClosedAt:u}.",
        ClarificationStatus.Expired => $"Question '{question.Id}' was open until {question.ClosedAt:u} only.",
        _ => $"Question '{question.Id}' ended with its run, or its node, which was cancelled.",
    });
}
