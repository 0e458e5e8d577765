using Swarm.Contracts.Statuses;
using Swarm.Contracts.Workers;
using Swarm.Functions.Workers;
using Swarm.Tests.Functions.Harness;
using static Swarm.Tests.Functions.Allocation.Fleet;

namespace Swarm.Tests.Functions.Allocation;

/// <summary>Work that was given to a worker which does not claim it goes to another, wherever a crash comes.</summary>
public sealed class ReallocationTests
{
    [Fact]
    public async Task What_is_not_claimed_within_fifteen_seconds_goes_to_another_worker()
    {
        await using var app = new TestApp();
        var (first, second) = await GiveAsync(app);

        await app.PassAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(first, (await app.DecisionAsync()).WorkerId);
        await app.PassAsync(TimeSpan.FromSeconds(10));

        var decision = await app.DecisionAsync();
        Assert.Equal((2, second), (decision.Round, decision.WorkerId));
        Assert.Equal("Worker 'first' did not claim it in time.", decision.Because);
        Assert.Equal("was given it before and did not claim it in time", decision.Exclusions.Single().Detail);
        Assert.Equal(Work.ItemId, (await app.TakeAsync(second)).Id);
    }

    [Fact]
    public async Task When_nobody_claims_it_it_waits_for_all_and_the_first_may_still_have_it()
    {
        await using var app = new TestApp();
        var (first, _) = await GiveAsync(app);

        await app.PassAsync(TimeSpan.FromSeconds(40));

        var decision = await app.DecisionAsync();
        Assert.Equal((null, "swarm-tool-shell"), (decision.WorkerId, decision.Queue));
        Assert.Equal(Work.ItemId, (await app.TakeLiveAsync(first))?.Id);
    }

    [Theory]
    [InlineData("drained by request")]
    [InlineData("drains by itself")]
    [InlineData("signs off")]
    [InlineData("revoked")]
    public async Task A_worker_that_takes_no_more_passes_on_at_once_what_it_was_given(string how)
    {
        await using var app = new TestApp();
        var (first, second) = await GiveAsync(app);

        await LeaveAsync(app, first, how);

        Assert.Equal(second, (await app.DecisionAsync()).WorkerId);
        Assert.Equal(Work.ItemId, (await app.TakeAsync(second)).Id);
    }

    [Theory]
    [InlineData("drained by request")]
    [InlineData("drains by itself")]
    [InlineData("signs off")]
    [InlineData("revoked")]
    public async Task A_crash_while_a_worker_leaves_keeps_no_work_from_the_others(string how) =>
        await Harness.Runs.ForEachCrashAsync(
            GiveAsync,
            async (app, workers) => await LeaveAsync(app, workers.First, how),
            (app, workers) => AssertIsDoneOnceAsync(app, workers.Second));

    [Fact]
    public async Task A_worker_that_goes_silent_before_it_claims_passes_on_what_it_was_given()
    {
        await using var app = new TestApp();
        var (_, second) = await GiveAsync(app);

        for (var beats = 0; beats < 15; beats++)
        {
            await app.PassAsync(TimeSpan.FromSeconds(5));
            await app.BeatAsync(second);
        }

        Assert.Equal(Work.ItemId, (await app.TakeLiveAsync(second))?.Id);
    }

    [Fact]
    public async Task Work_whose_slot_went_to_other_work_meanwhile_goes_to_another_worker_at_the_next_heartbeat()
    {
        await using var app = new TestApp();
        await app.DispatchAsync(Spec(2));
        var (first, second) = await GiveAsync(app);
        var other = await app.ClaimDirectlyAsync(first, 2);

        await app.BeatAsync(first, other.Held());

        Assert.Equal(second, (await app.DecisionAsync()).WorkerId);
        Assert.Equal(Work.ItemId, (await app.TakeAsync(second)).Id);
    }

    [Fact]
    public async Task A_crash_while_work_is_dispatched_leaves_it_to_be_done_once_and_no_slot_taken() =>
        await Harness.Runs.ForEachCrashAsync(
            async app => await app.JoinAsync("first"),
            async (app, _) => await app.DispatchAsync(Spec()),
            async (app, first) =>
            {
                // The engine repeats the activity that was cut off.
                await app.DispatchAsync(Spec());
                await app.PassAsync(TimeSpan.FromSeconds(20));
                await AssertIsDoneOnceAsync(app, first);
            });

    [Fact]
    public async Task A_crash_while_work_goes_to_another_worker_leaves_it_to_be_done_once_and_no_slot_taken() =>
        await Harness.Runs.ForEachCrashAsync(
            async app =>
            {
                var workers = await GiveAsync(app);
                app.Clock.Advance(TimeSpan.FromSeconds(15));
                return workers;
            },
            async (app, _) =>
            {
                // The sweep goes on after what fails; the process that died does not.
                await Record.ExceptionAsync(app.SweepAsync);
                if (app.Crash.HasCrashed)
                {
                    throw new CrashException();
                }
            },
            (app, workers) => AssertIsDoneOnceAsync(app, workers.Second));

    [Fact]
    public async Task A_crash_after_a_claim_was_begun_on_work_that_was_given_leaves_it_to_be_done_once() =>
        await Harness.Runs.ForEachCrashAsync(
            async app =>
            {
                var (first, second) = await GiveAsync(app);
                return (first, second, (await app.PollAsync(first))!);
            },
            async (app, given) => await app.ClaimAsync(given.first, given.Item3),
            async (app, given) =>
            {
                await app.PassAsync(TimeSpan.FromSeconds(130));
                await AssertIsDoneOnceAsync(app, given.second);
            });

    /// <summary>Two workers with one slot each; the first has been given the work.</summary>
    private static async Task<(string First, string Second)> GiveAsync(TestApp app)
    {
        var first = await app.JoinAsync("first");
        await app.DispatchAsync(Spec());
        Assert.Equal(first, (await app.DecisionAsync()).WorkerId);
        return (first, await app.JoinAsync("second"));
    }

    private static async Task LeaveAsync(TestApp app, string worker, string how)
    {
        switch (how)
        {
            case "drained by request":
                await app.Get<WorkerChanging>().DrainAsync(worker, Admin, app.Engine, CancellationToken.None);
                break;
            case "drains by itself":
                await app.BeatAsync(worker, new HeartbeatRequest { Sequence = 2, Draining = true });
                break;
            case "signs off":
                await app.Get<WorkerHeartbeats>().SignOffAsync(worker, app.Engine, CancellationToken.None);
                break;
            default:
                await app.Get<WorkerChanging>().RevokeAsync(worker, Admin, app.Engine, CancellationToken.None);
                break;
        }
    }

    /// <summary>After a while the worker gets the work and does it, and nothing of it is left behind.</summary>
    private static async Task AssertIsDoneOnceAsync(TestApp app, string worker)
    {
        for (var beats = 0; beats < 12; beats++)
        {
            await app.PassAsync(TimeSpan.FromSeconds(5));
            await app.BeatAsync(worker);
        }

        var item = await app.TakeLiveAsync(worker);
        Assert.NotNull(item);
        await app.BeatAsync(worker, item.Held());
        Assert.Equal(WorkItemStatus.Completed, await app.ReportAsync(worker, item));
        Assert.Single(app.Engine.Reports);
        await app.BeatAsync(worker);
        await app.PassAsync(TimeSpan.FromSeconds(70));
        Assert.Empty(await app.Get<ActiveWorkStore>().ListAllAsync(10, CancellationToken.None));
    }
}
