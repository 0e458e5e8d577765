using System.Text.Json;
using Swarm.Contracts.Clarifications;
using Swarm.Contracts.Runs;
using Swarm.Functions.DeadLetters;
using Swarm.Functions.Events;

namespace Swarm.Functions.Clarifications;

/// <summary>
/// Questions inside a run transaction; they lie in the partition of their run. The id of one carries the fencing token
/// that its work item had, so that asking twice after a lost answer makes one question.
/// </summary>
internal static class ClarificationRows
{
    private const string Prefix = "question:";

    public static string Row(string id) => Prefix + id;

    public static string IdOf(string workItemId, long token) => $"{workItemId}~q{token}";

    /// <summary>The run that a question's id speaks of; ids of work items begin with their run's.</summary>
    public static string RunIdOf(string id) => id.Split('~')[0];

    public static Task<Clarification?> FindQuestionAsync(
        this RunTransaction transaction, string id, CancellationToken cancellation) =>
        transaction.FindAsync(Row(id), ClarificationsJsonContext.Default.Clarification, cancellation);

    /// <summary>Writes a question that is asked now, and tells of it.</summary>
    public static async Task OpenAsync(
        this RunTransaction transaction, Clarification asked, CancellationToken cancellation)
    {
        transaction.Save(Row(asked.Id), asked, ClarificationsJsonContext.Default.Clarification);
        await transaction.ChangeRunAsync(run => run.WithQuestion(), cancellation);
        Tell(transaction, asked, RunEventTypes.QuestionAsked, new ClarificationEventData
        {
            QuestionId = asked.Id,
            WorkItemId = asked.WorkItemId,
            Question = asked.Question,
            Options = asked.Options.Count > 0 ? asked.Options : null,
        });
    }

    /// <summary>Writes that a question is open no more, and tells of it.</summary>
    public static async Task CloseAsync(
        this RunTransaction transaction, Clarification closed, CancellationToken cancellation)
    {
        var type = ClarificationsJsonContext.Default.Clarification;
        transaction.Save(Row(closed.Id), closed with { ClosedAt = transaction.Now }, type);
        await transaction.ChangeRunAsync(run => run.WithAnswer(), cancellation);
        var eventType = closed.Status switch
        {
            ClarificationStatus.Answered => RunEventTypes.QuestionAnswered,
            ClarificationStatus.Expired => RunEventTypes.QuestionExpired,
            _ => RunEventTypes.QuestionCancelled,
        };
        Tell(transaction, closed, eventType, new ClarificationEventData
        {
            QuestionId = closed.Id,
            WorkItemId = closed.WorkItemId,
            Answer = closed.Answer,
            By = closed.AnsweredBy,
        });
    }

    private static void Tell(
        RunTransaction transaction, Clarification question, string type, ClarificationEventData data) =>
        transaction.Tell(
            $"{question.Id}:{type}",
            type,
            question.Node,
            question.Iteration,
            JsonSerializer.SerializeToElement(data, ClarificationsJsonContext.Default.ClarificationEventData));
}
