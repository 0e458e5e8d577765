using System.Text;
using Microsoft.Extensions.Configuration;
using Swarm.Contracts.Content;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Functions.Activities;
using Swarm.Functions.Checkpoints;
using Swarm.Functions.Clarifications;
using Swarm.Functions.Content;
using Swarm.Functions.DeadLetters;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Retention;
using Swarm.Functions.Storage;
using Swarm.Functions.WorkLogs;
using Swarm.Tests.Functions.Harness;
using Swarm.Tests.Functions.Tasks;

namespace Swarm.Tests.Functions.Retention;

public sealed class RetentionTests
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    [Fact]
    public async Task A_run_is_removed_with_all_that_belongs_to_it_90_days_after_its_end()
    {
        await using var app = new TestApp();
        var run = await app.ExecuteAsync();
        var item = Work.Spec($"{run.Id}~1~build~1~1", run.Id);
        await app.DispatchAsync(item);
        var chunk = new LogChunk { RunId = run.Id, Token = 1, First = 1, Lines = [] };
        await app.Get<WorkLogStore>().AppendAsync(item.Id, chunk, default);
        var value = Encoding.UTF8.GetBytes(new string('v', 20_000));
        await app.Get<ContentValues>().PutAsync(run.Id, value, ContentType.Text, default);
        await EndAsync(app, run.Id);
        await LeapAsync(app, Kept - TimeSpan.FromHours(2));
        Assert.Single(await app.ListRunsAsync());

        await LeapAsync(app, TimeSpan.FromHours(3));

        Assert.Empty(await app.ListRunsAsync());
        var tables = app.Get<SwarmTables>();
        Assert.Empty(await tables.Runs.QueryAsync(Filters.Partition(run.Id), 10, default));
        Assert.DoesNotContain(app.Engine.Started.Keys, id => id.StartsWith(run.Id, StringComparison.Ordinal));
        Assert.Empty(await tables.Logs.QueryAsync(Filters.Partition(item.Id), 10, default));
        Assert.DoesNotContain(await tables.Lists.QueryAsync(null, 50, default), row => row.GetString("Id") == run.Id);
        await LeapAsync(app, TimeSpan.FromDays(1));
        Assert.Null(await app.Get<ContentIndex>().FindAsync(ContentHash.Of(value), default));
    }

    [Fact]
    public async Task A_run_that_has_not_ended_stays()
    {
        await using var app = new TestApp();
        await app.ExecuteAsync();

        await LeapAsync(app, Kept * 2);

        Assert.Single(await app.ListRunsAsync());
    }

    [Fact]
    public async Task The_last_run_of_a_task_stays_as_long_as_the_task()
    {
        await using var app = new TestApp();
        var task = await app.CreateTaskAsync();
        await app.AdvanceTaskAsync(task);
        await app.EndTaskAsync(task.Id);

        await LeapAsync(app, Kept * 2);

        Assert.Equal(RunStatus.Completed, (await app.ReadTaskAsync(task.Id)).Status);
    }

    [Fact]
    public async Task Many_are_removed_some_at_each_sweep()
    {
        await using var app = new TestApp();
        var workflow = await app.StoreWorkflowAsync();
        for (var i = 0; i < RetentionSweep.MaxRunsPerSweep + 10; i++)
        {
            await EndAsync(app, (await app.ExecuteAsync(workflow)).Id);
        }

        await LeapAsync(app, Kept + TimeSpan.FromDays(1));
        Assert.Equal(10, (await app.ListRunsAsync()).Count);
        await app.SweepAsync();

        Assert.Empty(await app.ListRunsAsync());
    }

    /// <summary>Whatever is left has the run's own row, or its place in the list, by which it is found.</summary>
    [Fact]
    public Task A_removal_that_was_cut_off_anywhere_is_gone_on_with() => Harness.Runs.ForEachCrashAsync(
        async app =>
        {
            var run = await app.ExecuteAsync();
            await EndAsync(app, run.Id);
            app.Clock.Advance(Kept + TimeSpan.FromDays(1));
            return run;
        },
        (app, _) => app.SweepAsync(),
        async (app, run) =>
        {
            await LeapAsync(app, TimeSpan.FromHours(2));
            await app.SweepAsync();
            var tables = app.Get<SwarmTables>();
            Assert.Empty(await tables.Runs.QueryAsync(Filters.Partition(run.Id), 10, default));
            Assert.DoesNotContain(
                await tables.Lists.QueryAsync(null, 50, default), row => row.GetString("Id") == run.Id);
        });

    [Fact]
    public async Task What_waited_for_people_leaves_the_lists_with_its_run()
    {
        await using var app = new TestApp();
        var run = await app.ExecuteAsync();
        await EnterAsync(app, run.Id);
        var other = await app.ExecuteAsync();
        await EnterAsync(app, other.Id);
        await EndAsync(app, run.Id);

        await LeapAsync(app, Kept + TimeSpan.FromDays(1));
        await SweepListsAsync(app);

        Assert.DoesNotContain(await EntriesAsync(app), id => id.StartsWith(run.Id, StringComparison.Ordinal));
        Assert.Equal(5, (await EntriesAsync(app)).Count(id => id.StartsWith(other.Id + "~", StringComparison.Ordinal)));
    }

    /// <summary>Whatever is left is found by its own place in the list.</summary>
    [Fact]
    public Task Lists_that_are_cleared_and_cut_off_anywhere_are_cleared_later() => Harness.Runs.ForEachCrashAsync(
        async app =>
        {
            var run = await app.ExecuteAsync();
            await EnterAsync(app, run.Id);
            await EndAsync(app, run.Id);
            app.Clock.Advance(Kept + TimeSpan.FromDays(1));
            return run;
        },
        (app, _) => SweepListsAsync(app),
        async (app, run) =>
        {
            // The pass that was cut off may have seen the run still there; the next one comes an hour later.
            for (var pass = 0; pass < 2; pass++)
            {
                await LeapAsync(app, TimeSpan.FromHours(2));
                await SweepListsAsync(app);
            }

            Assert.DoesNotContain(await EntriesAsync(app), id => id.StartsWith(run.Id, StringComparison.Ordinal));
        });

    [Theory]
    [InlineData(null, 90.0)]
    [InlineData("30", 30.0)]
    [InlineData("off", null)]
    public void The_setting_takes_days_or_off(string? text, double? days)
    {
        var options = new RetentionOptions();

        RetentionSettings.Read(options, ConfigurationWith(text));

        Assert.Equal(days, options.KeepRuns?.TotalDays);
    }

    [Fact]
    public void A_setting_that_is_no_number_is_refused()
    {
        var error = Assert.Throws<InvalidOperationException>(
            () => RetentionSettings.Read(new RetentionOptions(), ConfigurationWith("soon")));

        Assert.Contains("'Retention:KeepRuns' is 'soon'", error.Message, StringComparison.Ordinal);
    }

    private static IConfiguration ConfigurationWith(string? text) => new ConfigurationBuilder()
        .AddInMemoryCollection([KeyValuePair.Create(RetentionSettings.KeepRuns, text)])
        .Build();

    /// <summary>Enters a dead letter, a question and a checkpoint of the run, as what asks for them does.</summary>
    private static async Task EnterAsync(TestApp app, string runId)
    {
        var at = app.Clock.GetUtcNow();
        await app.Get<DeadLetterStore>().EnterAsync($"{runId}~1~build~1~1~5", at, default);
        await app.Get<ClarificationStore>().EnterAsync($"{runId}~1~build~1~1~q2", at, default);
        await app.Get<Projections>().EnterAsync(CheckpointRows.AllList, at, $"{runId}~1~ask~1", default);
        await app.Get<Projections>().EnterAsync(CheckpointRows.OpenList, at, $"{runId}~1~ask~1", default);
    }

    /// <summary>Each sweep looks at one list, so some are needed to get through all.</summary>
    private static async Task SweepListsAsync(TestApp app)
    {
        for (var sweep = 0; sweep < 6; sweep++)
        {
            await app.SweepAsync();
        }
    }

    private static async Task<IReadOnlyList<string>> EntriesAsync(TestApp app) =>
        [.. (await app.Get<SwarmTables>().Lists.QueryAsync(null, 100, default)).Select(row => row.GetString("Id"))];

    private static async Task EndAsync(TestApp app, string runId)
    {
        var ending = new RunEnding(new RunReference(runId, Attempt: 1), new RunResult(RunStatus.Completed, null));
        await app.Get<RunLifecycle>().FinishAsync(ending, default);
    }

    /// <summary>Lets time go on at once; what it brings happens at the sweep after it.</summary>
    private static Task LeapAsync(TestApp app, TimeSpan time)
    {
        app.Clock.Advance(time);
        return app.SweepAsync();
    }
}
