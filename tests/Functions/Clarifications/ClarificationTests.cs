using Microsoft.Extensions.DependencyInjection;
using Swarm.Contracts.Clarifications;
using Swarm.Contracts.Problems;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Snapshots;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Core.Workflows;
using Swarm.Functions.Clarifications;
using Swarm.Functions.Http;
using Swarm.Functions.Workers;
using Swarm.Functions.WorkItems;
using Swarm.Tests.Functions.Allocation;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Clarifications;

/// <summary>Work asks in its middle, holds no slot while it waits, and goes on with the answer.</summary>
public sealed class ClarificationTests
{
    [Fact]
    public async Task Work_that_asks_waits_without_a_slot_and_its_node_is_in_review()
    {
        await using var app = new TestApp();

        var (worker, item, question) = await app.AskedAsync();

        Assert.Equal(WorkItemStatus.Waiting, (await app.ReadAsync()).Lease.Status);
        Assert.Equal(NodeStatus.Review, (await app.NodeAsync()).Status);
        Assert.Equal((Questions.Text, worker, item.Id), (question.Question, question.WorkerId, question.WorkItemId));
        Assert.Equal(["SQLite", "Postgres"], question.Options);
        Assert.Empty(await app.Get<ActiveWorkStore>().ListAsync(worker, CancellationToken.None));
        Assert.Equal(RunEventTypes.QuestionAsked, (await app.EventsAsync())[^1]);
        Assert.Null(await app.PollAsync(worker));
        await app.DispatchAsync(Fleet.Spec(2));
        Assert.Equal(Fleet.Spec(2).Id, (await app.TakeAsync(worker)).Id);
        Assert.Empty(app.Engine.Reports);
    }

    [Fact]
    public async Task The_answer_brings_the_work_back_to_the_worker_that_holds_the_conversation()
    {
        await using var app = new TestApp();
        var (worker, _, question) = await app.AskedAsync();
        var other = await app.JoinAsync("machine-2");

        var answered = await app.AnswerAsync(question.Id);

        Assert.Equal((ClarificationStatus.Answered, "SQLite", "somebody"),
            (answered.Status, answered.Answer, answered.AnsweredBy));
        Assert.Null(await app.TakeLiveAsync(other));
        var resumed = (await app.TakeLiveAsync(worker))!;
        Assert.Equal([new WorkAnswer(Questions.Text, "SQLite", "somebody")], resumed.Answers);
        Assert.Equal(1, (await app.ReadAsync()).Lease.Deliveries);
        Assert.Equal(WorkItemStatus.Completed, await app.ReportAsync(worker, resumed));
        Assert.Equal(WorkItemOutcome.Completed, Assert.Single(app.Engine.Reports).Outcome);
        Assert.Empty(await app.OpenQuestionsAsync());
    }

    [Fact]
    public async Task While_that_worker_is_busy_the_work_waits_for_it()
    {
        await using var app = new TestApp();
        var (worker, _, question) = await app.AskedAsync();
        await app.DispatchAsync(Fleet.Spec(2));
        var busyWith = await app.TakeAsync(worker);
        var other = await app.JoinAsync("machine-2");

        await app.AnswerAsync(question.Id);

        Assert.Null(await app.TakeLiveAsync(other));
        await app.ReportAsync(worker, busyWith);
        Assert.Equal(Work.ItemId, (await app.TakeLiveAsync(worker))?.Id);
    }

    [Fact]
    public async Task When_that_worker_is_gone_another_goes_on_from_the_snapshot()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync();
        var item = await app.TakeAsync(worker);
        var snapshot = new WorkSnapshot
        {
            At = app.Clock.GetUtcNow(),
            Base = new string('a', 40),
            Commit = new string('b', 40),
        };
        await app.AskAsync(worker, item, snapshot: snapshot);
        await app.Get<WorkerHeartbeats>().SignOffAsync(worker, app.Engine, CancellationToken.None);
        var other = await app.JoinAsync("machine-2");

        await app.AnswerAsync(Assert.Single(await app.OpenQuestionsAsync()).Id);

        var resumed = (await app.TakeLiveAsync(other))!;
        Assert.Equal(snapshot, resumed.Snapshot);
        Assert.Equal("SQLite", Assert.Single(resumed.Answers).Answer);
    }

    [Fact]
    public async Task The_work_is_kept_for_that_worker_for_a_while_only()
    {
        await using var app = new TestApp();
        var (worker, _, question) = await app.AskedAsync();
        await app.DispatchAsync(Fleet.Spec(2));
        var busyWith = await app.TakeAsync(worker);
        var other = await app.JoinAsync("machine-2");
        await app.AnswerAsync(question.Id);
        WorkItem? taken = null;

        for (var minute = 0; minute < 30 && taken is null; minute++)
        {
            await app.BeatAsync(worker, busyWith.Held());
            await app.BeatAsync(other);
            await app.PassAsync(TimeSpan.FromSeconds(30));
            await app.BeatAsync(worker, busyWith.Held());
            await app.BeatAsync(other);
            await app.PassAsync(TimeSpan.FromSeconds(30));
            taken = await app.TakeLiveAsync(other);
        }

        Assert.Equal(Work.ItemId, taken?.Id);
        Assert.True(app.Clock.GetUtcNow() - question.AskedAt >= TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task A_question_under_a_stale_token_changes_nothing()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync();
        var item = await app.TakeAsync(worker);
        await app.BeatAsync(worker, item.Held());
        await app.BeatAsync(worker);

        var refused = await Assert.ThrowsAsync<ApiProblemException>(() => app.AskAsync(worker, item));

        Assert.Equal(ProblemCodes.LeaseLost, refused.Body.Code);
        Assert.Empty(await app.OpenQuestionsAsync());
    }

    [Fact]
    public async Task After_the_question_a_result_under_its_token_is_refused()
    {
        await using var app = new TestApp();
        var (worker, item, _) = await app.AskedAsync();

        var refused = await Assert.ThrowsAsync<ApiProblemException>(() => app.ReportAsync(worker, item));

        Assert.Equal(ProblemCodes.LeaseLost, refused.Body.Code);
    }

    [Fact]
    public async Task The_same_answer_again_is_answered_alike_and_another_is_refused()
    {
        await using var app = new TestApp();
        var (_, _, question) = await app.AskedAsync();
        var first = await app.AnswerAsync(question.Id);

        var second = await app.AnswerAsync(question.Id);
        var refused = await Assert.ThrowsAsync<ApiProblemException>(() => app.AnswerAsync(question.Id, "Postgres"));

        Assert.Equivalent(first, second);
        Assert.Equal(409, refused.Body.Status);
        Assert.Single(await app.EventsAsync(), type => type == RunEventTypes.QuestionAnswered);
    }

    [Fact]
    public async Task Work_that_is_cancelled_while_it_waits_ends_with_its_question()
    {
        await using var app = new TestApp();
        var (worker, _, question) = await app.AskedAsync();
        await app.AskToCancelAsync();

        await app.Get<WorkItemCancelling>()
            .CancelAsync(Work.RunId, app.Engine, CancellationToken.None);

        Assert.Equal(ClarificationStatus.Cancelled, (await app.ReadQuestionAsync(question.Id)).Status);
        Assert.Equal(WorkItemOutcome.Cancelled, Assert.Single(app.Engine.Reports).Outcome);
        Assert.Equal(RunEventTypes.QuestionCancelled, (await app.EventsAsync())[^1]);
        var refused = await Assert.ThrowsAsync<ApiProblemException>(() => app.AnswerAsync(question.Id));
        Assert.Equal(409, refused.Body.Status);
        Assert.Null(await app.PollAsync(worker));
    }

    [Fact]
    public async Task Work_of_a_cancelled_run_that_asks_ends()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync();
        var item = await app.TakeAsync(worker);
        await app.AskToCancelAsync();

        Assert.Equal(WorkItemStatus.Cancelled, await app.AskAsync(worker, item));

        Assert.Equal(WorkItemOutcome.Cancelled, Assert.Single(app.Engine.Reports).Outcome);
        Assert.Empty(await app.OpenQuestionsAsync());
        Assert.Equal(WorkItemStatus.Cancelled, await app.AskAsync(worker, item));
    }

    [Fact]
    public async Task Work_whose_question_nobody_answers_in_time_fails()
    {
        await using var app = new TestApp();
        var (_, _, question) = await app.AskedAsync();

        app.Clock.Advance(TimeSpan.FromHours(24));
        await app.SweepAsync();

        Assert.Equal(ClarificationStatus.Expired, (await app.ReadQuestionAsync(question.Id)).Status);
        Assert.NotEmpty(app.Engine.Reports);
        Assert.All(app.Engine.Reports, report => Assert.Equal(WorkItemOutcome.Failed, report.Outcome));
        Assert.Equal($"Nobody answered in time: {Questions.Text}", app.Engine.Reports[0].Reason);
        Assert.Equal(RunEventTypes.QuestionExpired, (await app.EventsAsync())[^1]);
    }

    [Fact]
    public async Task An_assumption_that_came_with_the_question_stands_in_for_the_answer()
    {
        await using var app = new TestApp();
        var (_, _, question) = await app.AskedAsync("Take SQLite.");

        app.Clock.Advance(TimeSpan.FromHours(24));
        await app.SweepAsync();

        var other = await app.JoinAsync("machine-2");
        var resumed = (await app.TakeLiveAsync(other))!;
        Assert.Equal([new WorkAnswer(Questions.Text, "Take SQLite.", null)], resumed.Answers);
        Assert.Equal(ClarificationStatus.Expired, (await app.ReadQuestionAsync(question.Id)).Status);
    }

    [Fact]
    public async Task The_configuration_may_let_work_go_on_without_an_answer()
    {
        await using var app = new TestApp(services => services.Configure<ClarificationOptions>(options =>
        {
            options.OnExpiry = ClarificationExpiry.Proceed;
            options.ExpiresAfter = TimeSpan.FromMinutes(5);
        }));
        await app.AskedAsync();

        app.Clock.Advance(TimeSpan.FromMinutes(5));
        await app.SweepAsync();

        var resumed = (await app.TakeLiveAsync(await app.JoinAsync("machine-2")))!;
        Assert.StartsWith("Nobody answered in time.", Assert.Single(resumed.Answers).Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_says_how_long_its_questions_wait_and_what_follows()
    {
        await using var app = new TestApp();
        var (_, _, question) = await app.AskedAsync(policy: new QuestionPolicy
        {
            ExpiresAfter = TimeSpan.FromHours(2), OnExpiry = ClarificationExpiry.Proceed,
        });
        var asked = app.Clock.GetUtcNow();

        await app.PassAsync(TimeSpan.FromMinutes(119));
        var before = (await app.ReadQuestionAsync(question.Id)).Status;
        await app.PassAsync(TimeSpan.FromMinutes(1));

        Assert.Equal((ClarificationStatus.Open, asked.AddHours(2)), (before, question.ExpiresAt));
        Assert.Equal(ClarificationStatus.Expired, (await app.ReadQuestionAsync(question.Id)).Status);
        var answer = Assert.Single((await app.ReadAsync()).Answers).Answer;
        Assert.StartsWith("Nobody answered in time.", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_waits_longer_than_the_configuration_does()
    {
        await using var app = new TestApp(services => services.Configure<ClarificationOptions>(options =>
        {
            options.OnExpiry = ClarificationExpiry.Proceed;
            options.ExpiresAfter = TimeSpan.FromMinutes(5);
        }));
        var (_, _, question) = await app.AskedAsync(policy: new QuestionPolicy
        {
            ExpiresAfter = TimeSpan.FromMinutes(10), OnExpiry = ClarificationExpiry.Fail,
        });

        app.Clock.Advance(TimeSpan.FromMinutes(6));
        await app.SweepAsync();
        var before = (await app.ReadQuestionAsync(question.Id)).Status;
        app.Clock.Advance(TimeSpan.FromMinutes(4));
        await app.SweepAsync();

        Assert.Equal(ClarificationStatus.Open, before);
        Assert.Equal(WorkItemStatus.Failed, (await app.ReadAsync()).Lease.Status);
    }

    [Fact]
    public async Task Work_that_asks_again_and_again_fails()
    {
        await using var app = new TestApp(services =>
            services.Configure<ClarificationOptions>(options => options.MaxPerWorkItem = 1));
        var (worker, _, question) = await app.AskedAsync();
        await app.AnswerAsync(question.Id);
        var resumed = (await app.TakeLiveAsync(worker))!;

        Assert.Equal(WorkItemStatus.Failed, await app.AskAsync(worker, resumed));

        var report = Assert.Single(app.Engine.Reports);
        Assert.StartsWith("It asked more than 1 questions.", report.Reason, StringComparison.Ordinal);
    }
}
