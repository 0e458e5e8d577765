using Swarm.Contracts.Clarifications;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.Functions.Allocation;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Clarifications;

/// <summary>Asking and answering touch several stores, and the process may be killed between any two writes.</summary>
public sealed class ClarificationCrashTests
{
    [Fact]
    public Task A_question_that_is_asked_again_after_a_crash_is_asked_once() => Harness.Runs.ForEachCrashAsync(
        HeldAsync,
        (app, held) => app.AskAsync(held.Worker, held.Item),
        async (app, held) =>
        {
            app.Clock.Advance(TimeSpan.FromSeconds(3));
            Assert.Equal(WorkItemStatus.Waiting, await app.AskAsync(held.Worker, held.Item));

            await app.BeatAsync(held.Worker);
            await app.PassAsync(TimeSpan.FromSeconds(90));
            Assert.Single(await app.OpenQuestionsAsync());
            Assert.Single(await app.EventsAsync(), type => type == RunEventTypes.QuestionAsked);
            Assert.Equal(WorkItemStatus.Waiting, (await app.ReadAsync()).Lease.Status);
            Assert.Empty(app.Engine.Reports);
        });

    [Fact]
    public Task A_question_whose_worker_never_comes_back_waits_or_its_work_goes_to_another() =>
        Harness.Runs.ForEachCrashAsync(
            HeldAsync,
            (app, held) => app.AskAsync(held.Worker, held.Item),
            async (app, held) =>
            {
                await app.PassAsync(TimeSpan.FromSeconds(130));

                var other = await app.JoinAsync("machine-2");
                if (await app.OpenQuestionsAsync() is [var question])
                {
                    Assert.Null(await app.TakeLiveAsync(other));
                    await app.AnswerAsync(question.Id);
                }

                var item = (await app.TakeLiveAsync(other))!;
                Assert.Equal(WorkItemStatus.Completed, await app.ReportAsync(other, item));
                Assert.Single(app.Engine.Reports);
            });

    [Fact]
    public Task A_question_that_was_stored_expires_whatever_the_crash_left() => Harness.Runs.ForEachCrashAsync(
        HeldAsync,
        (app, held) => app.AskAsync(held.Worker, held.Item, "Take SQLite."),
        async (app, held) =>
        {
            await app.SweepAsync();
            var asked = await app.OpenQuestionsAsync();
            app.Clock.Advance(TimeSpan.FromHours(24) + TimeSpan.FromMinutes(1));
            await app.SweepAsync();

            Assert.Empty(await app.OpenQuestionsAsync());
            var other = await app.JoinAsync("machine-2");
            await app.PassAsync(TimeSpan.FromSeconds(60));
            var item = (await app.TakeLiveAsync(other))!;
            Assert.Equal(asked.Count, item.Answers.Count);
        });

    [Fact]
    public Task An_answer_that_is_repeated_after_a_crash_brings_the_work_back_once() =>
        Harness.Runs.ForEachCrashAsync(
            app => app.AskedAsync(),
            (app, asked) => app.AnswerAsync(asked.Question.Id),
            async (app, asked) =>
            {
                var answered = await app.AnswerAsync(asked.Question.Id);

                Assert.Equal(ClarificationStatus.Answered, answered.Status);
                var item = (await app.TakeLiveAsync(asked.Worker))!;
                Assert.Single(item.Answers);
                await app.ReportAsync(asked.Worker, item);
                Assert.Single(app.Engine.Reports);
                Assert.Single(await app.EventsAsync(), type => type == RunEventTypes.QuestionAnswered);
                Assert.Null(await app.TakeLiveAsync(asked.Worker));
            });

    [Fact]
    public Task An_answer_that_was_stored_brings_the_work_back_by_the_sweeper() => Harness.Runs.ForEachCrashAsync(
        app => app.AskedAsync(),
        (app, asked) => app.AnswerAsync(asked.Question.Id),
        async (app, asked) =>
        {
            await app.PassAsync(TimeSpan.FromSeconds(20));

            var status = (await app.ReadQuestionAsync(asked.Question.Id)).Status;
            var item = await app.TakeLiveAsync(asked.Worker);
            Assert.Equal(status == ClarificationStatus.Answered, item is not null);
        });

    private static async Task<(string Worker, WorkItem Item)> HeldAsync(TestApp app)
    {
        var worker = await app.JoinAsync();
        await app.DispatchAsync();
        var item = await app.TakeAsync(worker);
        await app.BeatAsync(worker, item.Held());
        return (worker, item);
    }
}
