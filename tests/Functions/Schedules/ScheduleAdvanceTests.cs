using Swarm.Contracts.Schedules;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Runs;
using Swarm.Functions.Schedules;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Schedules;

/// <summary>What the ticks of a schedule do, on a clock of ours.</summary>
public sealed class ScheduleAdvanceTests
{
    [Fact]
    public async Task A_tick_starts_a_run_that_knows_where_it_comes_from()
    {
        await using var app = new TestApp();
        var schedule = await app.CreateScheduleAsync();
        Assert.Equal(nameof(ScheduleOrchestrator), app.Engine.Started[$"schedule~{schedule.Id}"]);

        var wake = await app.AdvanceAsync(schedule.Id);
        Assert.Empty(await app.ListRunsAsync());
        Assert.Equal(app.Clock.GetUtcNow().AddHours(1), wake.Time);

        await app.PassHourAsync(schedule.Id);
        var run = Assert.Single(await app.ListRunsAsync());
        Assert.Equal(schedule.Id, run.Origin!.ScheduleId);
        Assert.Equal(app.Clock.GetUtcNow(), run.Origin.Tick);
        Assert.Equal(run.Id, (await app.ReadScheduleAsync(schedule.Id)).LastRunId);
        Assert.Equal([TickOutcome.Started], await app.OutcomesAsync(schedule.Id));
    }

    [Fact]
    public async Task Looking_again_starts_nothing_twice()
    {
        await using var app = new TestApp();
        var schedule = await app.CreateScheduleAsync();
        await app.PassHourAsync(schedule.Id);

        await app.AdvanceAsync(schedule.Id);
        await app.AdvanceAsync(schedule.Id);

        Assert.Single(await app.ListRunsAsync());
    }

    [Fact]
    public async Task A_tick_that_meets_a_running_run_is_skipped()
    {
        await using var app = new TestApp();
        var schedule = await app.CreateScheduleAsync(OverlapPolicy.Skip);
        await app.PassHourAsync(schedule.Id);
        await app.PassHourAsync(schedule.Id);
        await app.EndLastRunAsync(schedule.Id);
        await app.PassHourAsync(schedule.Id);

        Assert.Equal(2, (await app.ListRunsAsync()).Count);
        Assert.Equal(
            [TickOutcome.Started, TickOutcome.Skipped, TickOutcome.Started], await app.OutcomesAsync(schedule.Id));
    }

    [Fact]
    public async Task Ticks_that_wait_start_one_after_the_other_as_runs_end()
    {
        await using var app = new TestApp();
        var schedule = await app.CreateScheduleAsync(OverlapPolicy.Queue);
        await app.PassHourAsync(schedule.Id);
        var first = app.Clock.GetUtcNow();
        await app.PassHourAsync(schedule.Id);
        await app.PassHourAsync(schedule.Id);
        Assert.Single(await app.ListRunsAsync());
        Assert.Equal(2, (await app.ReadScheduleAsync(schedule.Id)).Queued.Count);

        for (var ended = 1; ended <= 2; ended++)
        {
            // The run's orchestration tells the schedule's, which looks again.
            Assert.Equal([$"schedule~{schedule.Id}"], await app.EndLastRunAsync(schedule.Id));
            await app.AdvanceAsync(schedule.Id);
            Assert.Equal(1 + ended, (await app.ListRunsAsync()).Count);
        }

        var runs = await app.ListRunsAsync();
        Assert.Equal(
            [first, first.AddHours(1), first.AddHours(2)], runs.Select(run => run.Origin!.Tick).Order());
        Assert.Empty((await app.ReadScheduleAsync(schedule.Id)).Queued);
        Assert.All(await app.OutcomesAsync(schedule.Id), outcome => Assert.Equal(TickOutcome.Started, outcome));
    }

    [Fact]
    public async Task A_tick_cancels_the_run_before_it()
    {
        await using var app = new TestApp();
        var schedule = await app.CreateScheduleAsync(OverlapPolicy.CancelPrevious);
        await app.PassHourAsync(schedule.Id);
        var first = (await app.ReadScheduleAsync(schedule.Id)).LastRunId!;
        await app.PassHourAsync(schedule.Id);

        var control = await app.Get<RunStore>().FindControlAsync(first, CancellationToken.None);
        Assert.True(control!.CancelRequested);
        Assert.NotEqual(first, (await app.ReadScheduleAsync(schedule.Id)).LastRunId);
    }

    [Fact]
    public async Task Of_many_ticks_that_would_cancel_each_other_the_latest_starts()
    {
        await using var app = new TestApp();
        var schedule = await app.CreateScheduleAsync(OverlapPolicy.CancelPrevious, CatchUpPolicy.All);
        app.Clock.Advance(TimeSpan.FromHours(5));
        await app.AdvanceAsync(schedule.Id);

        Assert.Equal(app.Clock.GetUtcNow(), Assert.Single(await app.ListRunsAsync()).Origin!.Tick);
        Assert.Equal([4, 1], (await app.TicksAsync(schedule.Id)).Select(tick => tick.Count));
    }

    [Fact]
    public async Task Ticks_of_an_absence_are_told_as_missed()
    {
        await using var app = new TestApp();
        var schedule = await app.CreateScheduleAsync();
        app.Clock.Advance(TimeSpan.FromHours(3.5));
        await app.AdvanceAsync(schedule.Id);

        Assert.Empty(await app.ListRunsAsync());
        var missed = Assert.Single(await app.TicksAsync(schedule.Id));
        Assert.Equal(TickOutcome.Missed, missed.Outcome);
        Assert.Equal(3, missed.Count);
    }

    [Fact]
    public async Task More_ticks_than_one_write_takes_are_made_up_for_in_several()
    {
        await using var app = new TestApp();
        var schedule = await app.CreateScheduleAsync(OverlapPolicy.Queue, CatchUpPolicy.All);
        app.Clock.Advance(TimeSpan.FromHours(60));

        var turns = 0;
        while ((await app.AdvanceAsync(schedule.Id)).Time <= app.Clock.GetUtcNow())
        {
            Assert.True(++turns < 10, "It never gets done.");
        }

        Assert.Equal(2, turns);
        Assert.Equal(60, (await app.TicksAsync(schedule.Id)).Count);
        Assert.Equal(59, (await app.ReadScheduleAsync(schedule.Id)).Queued.Count);
    }

    [Fact]
    public async Task A_full_queue_whose_runs_cannot_start_any_more_empties_itself()
    {
        await using var app = new TestApp();
        var schedule = await app.CreateScheduleAsync(OverlapPolicy.Queue);
        for (var hour = 0; hour < 103; hour++)
        {
            await app.PassHourAsync(schedule.Id);
        }

        Assert.Equal(100, (await app.ReadScheduleAsync(schedule.Id)).Queued.Count);
        await app.StoreWorkflowAsync(Harness.Runs.Workflow.Replace(
            "nodes:", "inputs:\n  target: { type: string }\nnodes:", StringComparison.Ordinal));
        await app.EndLastRunAsync(schedule.Id);
        for (var turns = 0; (await app.AdvanceAsync(schedule.Id)).Time <= app.Clock.GetUtcNow(); turns++)
        {
            Assert.True(turns < 10, "It never gets done.");
        }

        Assert.Empty((await app.ReadScheduleAsync(schedule.Id)).Queued);
    }

    [Fact]
    public async Task A_paused_schedule_ticks_no_more_and_makes_up_for_nothing()
    {
        await using var app = new TestApp();
        var schedule = await app.CreateScheduleAsync(catchUp: CatchUpPolicy.All);
        var changes = app.Get<ScheduleChanges>();
        await changes.PauseAsync(schedule.Id, paused: true, app.Engine, CancellationToken.None);
        Assert.Null((await app.PassHourAsync(schedule.Id)).Time);

        await changes.PauseAsync(schedule.Id, paused: false, app.Engine, CancellationToken.None);
        await app.AdvanceAsync(schedule.Id);
        Assert.Empty(await app.ListRunsAsync());
        await app.PassHourAsync(schedule.Id);
        Assert.Single(await app.ListRunsAsync());
    }

    [Fact]
    public async Task A_tick_whose_run_cannot_start_says_why_and_the_next_one_tries_again()
    {
        await using var app = new TestApp();
        var schedule = await app.CreateScheduleAsync();
        await app.StoreWorkflowAsync(Harness.Runs.Workflow.Replace(
            "nodes:", "inputs:\n  target: { type: string }\nnodes:", StringComparison.Ordinal));
        await app.PassHourAsync(schedule.Id);
        var failed = Assert.Single(await app.TicksAsync(schedule.Id));
        Assert.Equal(TickOutcome.Failed, failed.Outcome);
        Assert.Contains("'target'", failed.Reason, StringComparison.Ordinal);

        await app.StoreWorkflowAsync();
        await app.PassHourAsync(schedule.Id);
        Assert.Equal([TickOutcome.Failed, TickOutcome.Started], await app.OutcomesAsync(schedule.Id));
    }

    [Fact]
    public async Task The_record_of_ticks_is_bounded()
    {
        await using var app = new TestApp();
        var schedule = await app.CreateScheduleAsync();
        for (var tick = 0; tick < ScheduleStore.MaxTicks + 5; tick++)
        {
            await app.PassHourAsync(schedule.Id);
        }

        var ticks = await app.Get<ScheduleStore>().TicksAsync(schedule.Id, 1000, CancellationToken.None);
        Assert.Equal(ScheduleStore.MaxTicks, ticks.Count);
        Assert.Equal(app.Clock.GetUtcNow(), ticks[0].At);
    }

    [Fact]
    public async Task Whenever_the_process_dies_the_next_look_makes_each_run_once()
    {
        await Harness.Runs.ForEachCrashAsync(
            async app =>
            {
                var schedule = await app.CreateScheduleAsync(OverlapPolicy.Queue, CatchUpPolicy.All);
                app.Clock.Advance(TimeSpan.FromHours(2));
                return schedule;
            },
            (app, schedule) => app.AdvanceAsync(schedule.Id),
            async (app, schedule) =>
            {
                app.Clock.Advance(TimeSpan.FromSeconds(1));
                await app.AdvanceAsync(schedule.Id);
                await app.PassAsync(TimeSpan.FromSeconds(30));

                var run = Assert.Single(await app.ListRunsAsync());
                Assert.Contains($"{run.Id}~1", app.Engine.Started.Keys);
                Assert.Equal([TickOutcome.Started, TickOutcome.Queued], await app.OutcomesAsync(schedule.Id));
                await app.EndLastRunAsync(schedule.Id);
                await app.AdvanceAsync(schedule.Id);
                Assert.Equal(2, (await app.ListRunsAsync()).Count);
            });
    }

    [Fact]
    public async Task A_schedule_that_is_stored_is_started_by_the_sweeper_and_one_that_is_not_leaves_no_trace()
    {
        await Harness.Runs.ForEachCrashAsync(
            async app => await app.StoreWorkflowAsync(),
            (app, _) => app.CreateScheduleAsync(),
            async (app, _) =>
            {
                await app.PassAsync(TimeSpan.FromSeconds(30));

                var (items, _) = await app.Get<ScheduleStore>().ListAsync(null, 10, CancellationToken.None);
                var started = app.Engine.Started.Keys.ToHashSet();
                Assert.Subset(started, items.Select(schedule => $"schedule~{schedule.Id}").ToHashSet());
                foreach (var id in started.Select(instance => instance["schedule~".Length..]))
                {
                    var wake = await app.AdvanceAsync(id);
                    Assert.Equal(items.All(schedule => schedule.Id != id), wake.HasEnded);
                }
            });
    }

    [Fact]
    public async Task A_schedule_runs_for_whoever_replaced_it_last()
    {
        await using var app = new TestApp();
        var workflow = await app.StoreWorkflowAsync();
        var request = new ScheduleRequest { Name = "x", WorkflowId = workflow.Head.Id, Cron = ScheduleSteps.Hourly };
        var changes = app.Get<ScheduleChanges>();
        var schedule = await changes.CreateAsync(request, app.Engine, default, user: "ada");
        await app.AdvanceAsync(schedule.Id);
        await app.PassHourAsync(schedule.Id);

        await changes.ReplaceAsync(schedule.Id, request, null, "bob", app.Engine, default);
        await app.EndLastRunAsync(schedule.Id);
        await app.PassHourAsync(schedule.Id);

        Assert.Equal(["ada", "bob"], (await app.RunsOldestFirstAsync()).Select(run => run.User));
    }
}
