using Swarm.Contracts.Allocation;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.Workers;
using Swarm.Core.Workflows;
using Swarm.Functions.Allocation;
using Swarm.Functions.Workers;
using Swarm.Tests.Functions.Harness;
using static Swarm.Tests.Functions.Allocation.Fleet;

namespace Swarm.Tests.Functions.Allocation;

/// <summary>Who must not have a piece of work does not get it, by whichever way he tries.</summary>
public sealed class FitTests
{
    private static readonly NodePlacement Sensitive = new() { Privacy = Privacy.Sensitive };

    [Fact]
    public async Task Sensitive_work_reaches_a_trusted_worker_and_no_other_by_push_poll_or_claim()
    {
        await using var app = new TestApp();
        var stranger = await app.JoinAsync("stranger", slots: 2);
        await app.DispatchAsync(Spec(1, Sensitive));

        Assert.Null((await app.DecisionAsync()).WorkerId);
        Assert.Null(await app.PollAsync(stranger));
        var refused = await RefusedAsync(() => app.ClaimDirectlyAsync(stranger));
        Assert.Equal((409, "does_not_fit"), (refused.Status, refused.Code));
        Assert.Contains("is not trusted with sensitive work", refused.Detail, StringComparison.Ordinal);

        var trusted = await app.JoinAsync("trusted", slots: 2);
        await app.ChangeAsync(trusted, new ChangeWorkerRequest { Trusted = true });
        Assert.Equal(Work.ItemId, (await app.TakeAsync(trusted)).Id);
        await app.DispatchAsync(Spec(2, Sensitive));
        Assert.Equal(trusted, (await app.DecisionAsync(2)).WorkerId);
    }

    [Fact]
    public async Task Work_given_on_trust_that_was_taken_away_since_goes_to_another()
    {
        await using var app = new TestApp();
        var first = await app.JoinAsync("first");
        await app.ChangeAsync(first, new ChangeWorkerRequest { Trusted = true });
        await app.DispatchAsync(Spec(1, Sensitive));
        Assert.Equal(first, (await app.DecisionAsync()).WorkerId);
        var second = await app.JoinAsync("second");
        await app.ChangeAsync(second, new ChangeWorkerRequest { Trusted = true });
        await app.ChangeAsync(first, new ChangeWorkerRequest { Trusted = false });

        var refused = await RefusedAsync(() => app.TakeAsync(first));

        Assert.Equal("does_not_fit", refused.Code);
        Assert.Equal(second, (await app.DecisionAsync()).WorkerId);
        Assert.Equal(Work.ItemId, (await app.TakeAsync(second)).Id);
    }

    [Fact]
    public async Task A_pointer_that_a_misfit_took_from_a_common_queue_comes_back_for_one_that_fits()
    {
        await using var app = new TestApp();
        await app.DispatchAsync(Spec(1, new NodePlacement { Labels = ["gpu"] }));
        var misfit = await app.JoinAsync("misfit");
        Assert.Equal("does_not_fit", (await RefusedAsync(() => app.TakeAsync(misfit))).Code);
        Assert.Null(await app.PollAsync(misfit));

        // As if the misfit had asked another process.
        app.Get<WorkGivenBack>().Forget(Work.ItemId);
        var fitting = await app.JoinAsync("fitting", labels: "gpu");

        await app.PassAsync(TimeSpan.FromSeconds(15));

        Assert.Equal(fitting, (await app.DecisionAsync()).WorkerId);
        Assert.Equal("A worker that does not fit had its pointer.", (await app.DecisionAsync()).Because);
        Assert.Equal(Work.ItemId, (await app.TakeAsync(fitting)).Id);
    }

    [Fact]
    public async Task A_crash_while_a_pointer_is_given_back_loses_it_not() =>
        await Harness.Runs.ForEachCrashAsync(
            async app =>
            {
                await app.DispatchAsync(Spec(1, new NodePlacement { Labels = ["gpu"] }));
                var misfit = await app.JoinAsync("misfit");
                return (misfit, (await app.PollAsync(misfit))!);
            },
            async (app, taken) => await RefusedAsync(() => app.ClaimAsync(taken.misfit, taken.Item2)),
            async (app, _) =>
            {
                var fitting = await app.JoinAsync("fitting", labels: "gpu");
                await app.PassAsync(TimeSpan.FromSeconds(45));
                Assert.NotNull(await app.TakeLiveAsync(fitting));
            });

    [Theory]
    [InlineData(PermissionLevel.Supervised, PermissionLevel.Autonomous)]
    [InlineData(PermissionLevel.HumanRequired, PermissionLevel.Supervised)]
    public async Task Work_that_acts_more_freely_than_an_owner_allows_is_refused(
        PermissionLevel allowed, PermissionLevel wanted)
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync("careful");
        var profile = new WorkerProfile { Permission = allowed };
        await app.BeatAsync(worker, new HeartbeatRequest { Sequence = 2, Profile = profile });
        await app.DispatchAsync(Spec(1, new NodePlacement { Permission = wanted }));

        Assert.Null((await app.DecisionAsync()).WorkerId);
        Assert.Equal("does_not_fit", (await RefusedAsync(() => app.ClaimDirectlyAsync(worker))).Code);
    }

    [Fact]
    public async Task A_users_work_is_done_on_his_own_workers_and_those_shared_with_him()
    {
        await using var app = new TestApp();
        var own = await app.JoinAsync("own", owner: "ada");
        var strange = await app.JoinAsync("strange", owner: "ben", slots: 2);
        await app.DispatchAsync(Spec(1, user: "ada"));
        await app.DispatchAsync(Spec(2, user: "ada"));

        Assert.Equal(own, (await app.DecisionAsync(1)).WorkerId);

        // Strangers' workers do not even read the queue that it waits in.
        Assert.Equal("swarm-user-ada", (await app.DecisionAsync(2)).Queue);
        Assert.Null(await app.PollAsync(strange));
        Assert.Contains(
            "belongs to ben and is not shared with ada",
            (await RefusedAsync(() => app.ClaimDirectlyAsync(strange, 2))).Detail,
            StringComparison.Ordinal);

        await app.ChangeAsync(strange, new ChangeWorkerRequest { Shares = [new WorkerShare("ada")] });
        Assert.Equal(Spec(2).Id, (await app.TakeAsync(strange)).Id);
    }

    [Fact]
    public async Task A_worker_over_its_threshold_is_held_back_until_its_machine_is_calmer()
    {
        await using var app = new TestApp();
        await app.DispatchAsync(Spec(1));
        var worker = await app.JoinAsync("one");
        var profile = new WorkerProfile { Thresholds = new WorkerThresholds { CpuMaxPercent = 80 } };
        await app.BeatAsync(worker, new HeartbeatRequest { Sequence = 2, CpuPercent = 95, Profile = profile });

        Assert.Null(await app.PollAsync(worker));
        Assert.Contains(
            "from 80 % on it takes no more",
            (await RefusedAsync(() => app.ClaimDirectlyAsync(worker))).Detail,
            StringComparison.Ordinal);

        await app.BeatAsync(worker, new HeartbeatRequest { Sequence = 3, CpuPercent = 20 });
        Assert.Equal(Work.ItemId, (await app.TakeAsync(worker)).Id);
    }

    [Fact]
    public async Task A_worker_that_is_held_back_waits_and_goes_on_as_soon_as_it_may()
    {
        await using var app = new TestApp();
        await app.DispatchAsync(Spec(1));
        var worker = await app.JoinAsync("one");
        var changing = app.Get<WorkerChanging>();
        await changing.DrainAsync(worker, Admin, app.Engine, CancellationToken.None);
        var ready = app.Get<WorkerReadiness>().WaitAsync(worker, TimeSpan.FromSeconds(25), CancellationToken.None);
        await app.Clock.WaitForTimerAsync(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(30));

        await changing.ResumeAsync(worker, Admin, CancellationToken.None);
        app.Clock.Advance(TimeSpan.FromSeconds(3));

        Assert.NotNull(await ready.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.Equal(WorkItemStatus.Claimed, await ClaimedAsync(app, worker));
    }

    private static async Task<WorkItemStatus> ClaimedAsync(TestApp app, string worker)
    {
        await app.TakeAsync(worker);
        return (await app.ReadAsync()).Lease.Status;
    }
}
