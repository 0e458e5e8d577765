using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Functions.WorkItems;
using Swarm.Tests.Functions.Allocation;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Clarifications;

public sealed class ClarificationUsageTests
{
    private static readonly ToolUsage s_first = new()
    {
        InputTokens = 100, OutputTokens = 10, CostUsd = 0.5m, Turns = 2, Model = "m", Session = "s1",
    };

    [Fact]
    public async Task What_was_used_up_to_a_question_is_added_to_what_the_result_tells()
    {
        var later = new ToolUsage
        {
            InputTokens = 7, CachedInputTokens = 3, CostUsd = 0.25m, Session = "s2", Resumed = true,
        };

        Assert.Equal(
            new ToolUsage
            {
                InputTokens = 107,
                CachedInputTokens = 3,
                OutputTokens = 10,
                CostUsd = 0.75m,
                Turns = 2,
                Model = "m",
                Session = "s2",
                Resumed = true,
            },
            await UsedAsync(s_first, later));
    }

    [Fact]
    public async Task Where_only_one_of_both_tells_it_is_what_that_one_tells()
    {
        Assert.Equal(s_first, await UsedAsync(s_first, null));
        Assert.Equal(s_first, await UsedAsync(null, s_first));
        Assert.Null(await UsedAsync(null, null));
    }

    private static async Task<ToolUsage?> UsedAsync(ToolUsage? untilQuestion, ToolUsage? afterwards)
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync();
        var item = await app.TakeAsync(worker);
        await app.AskAsync(worker, item, usage: untilQuestion);
        await app.BeatAsync(worker);
        await app.AnswerAsync(Assert.Single(await app.OpenQuestionsAsync()).Id);
        var resumed = (await app.TakeLiveAsync(worker))!;
        var report = new ReportRequest
        {
            RunId = resumed.RunId,
            Token = resumed.Token,
            Outcome = WorkItemOutcome.Completed,
            ExitCode = 0,
            Usage = afterwards,
        };
        await app.Get<WorkItemReports>().ReportAsync(worker, item.Id, report, app.Engine, CancellationToken.None);
        return (await app.ReadAsync()).Report!.Usage;
    }
}
