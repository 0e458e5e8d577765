using Swarm.Contracts.Clarifications;
using Swarm.Contracts.Snapshots;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Core.Workflows;
using Swarm.Functions.Clarifications;
using Swarm.Functions.WorkItems;

namespace Swarm.Tests.Functions.Harness;

/// <summary>The usual steps of a question's life.</summary>
internal static class Questions
{
    public const string Text = "Which database?";

    public static Task<WorkItemStatus> AskAsync(
        this TestApp app,
        string worker,
        WorkItem item,
        string? assumption = null,
        WorkSnapshot? snapshot = null,
        ToolUsage? usage = null) =>
        app.Get<WorkItemReports>().ReportAsync(
            worker,
            item.Id,
            new ReportRequest
            {
                RunId = item.RunId,
                Token = item.Token,
                Outcome = WorkItemOutcome.Asked,
                Question = new WorkQuestion { Text = Text, Options = ["SQLite", "Postgres"], Assumption = assumption },
                Snapshot = snapshot,
                Usage = usage,
            },
            app.Engine,
            CancellationToken.None);

    public static Task<Clarification> AnswerAsync(this TestApp app, string id, string answer = "SQLite") =>
        app.Get<ClarificationSettling>().AnswerAsync(id, answer, "somebody", app.Engine, CancellationToken.None);

    public static Task<Clarification> ReadQuestionAsync(this TestApp app, string id) =>
        app.Get<ClarificationStore>().ReadAsync(id, CancellationToken.None);

    public static async Task<IReadOnlyList<Clarification>> OpenQuestionsAsync(this TestApp app) =>
        (await app.Get<ClarificationStore>().ListAsync(
            onlyOpen: true, runId: null, after: null, limit: 50, CancellationToken.None)).Items;

    /// <summary>A worker has taken the work item and asked its question.</summary>
    public static async Task<(string Worker, WorkItem Item, Clarification Question)> AskedAsync(
        this TestApp app, string? assumption = null, QuestionPolicy? policy = null)
    {
        var worker = await app.JoinAsync();
        await app.DispatchAsync(Work.Spec() with { Questions = policy });
        var item = await app.TakeAsync(worker);
        await app.BeatAsync(worker, item.Held());
        await app.AskAsync(worker, item, assumption);
        await app.BeatAsync(worker);
        return (worker, item, Assert.Single(await app.OpenQuestionsAsync()));
    }
}
