using Swarm.Contracts.Workers;
using Swarm.Contracts.WorkItems;
using Swarm.Core.Workflows;
using Swarm.Functions.Allocation;
using Swarm.Functions.WorkItems;
using Swarm.Tests.Functions.Harness;
using static Swarm.Tests.Functions.Allocation.Fleet;

namespace Swarm.Tests.Functions.Allocation;

/// <summary>
/// Work that one busy worker alone may do: its pointer was taken by another, that must not have it, from their common
/// queue. Nothing is in the queues then until the sweeper places it anew, and whoever frees its slot must not wait for
/// that.
/// </summary>
public sealed class OfferTests
{
    private static readonly NodePlacement s_onGpu = new() { Labels = ["gpu"] };
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_busy_worker_has_the_work_that_only_it_may_do_as_soon_as_it_reports()
    {
        await using var app = new TestApp();
        var (worker, first) = await MakeBusyAsync(app);
        await LookAtSecondAsync(app);

        // It asks for more before it has told of the first: the pointer must wake it.
        var waiting = app.Get<WorkItemPolling>().PollAsync(
            worker, new PollRequest { Tools = ["shell"], WaitSeconds = 25 }, TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        await app.ReportAsync(worker, first);

        var pointer = await waiting.WaitAsync(s_patience, TestContext.Current.CancellationToken);
        Assert.Equal(Spec(2).Id, (await app.ClaimAsync(worker, pointer!)).Id);
        Assert.Equal(worker, (await app.DecisionAsync(2)).WorkerId);
    }

    [Fact]
    public async Task A_worker_whose_heartbeat_says_that_it_is_free_has_it_at_once()
    {
        await using var app = new TestApp();
        var (worker, first) = await MakeBusyAsync(app);
        await LookAtSecondAsync(app);

        await app.BeatAsync(worker, new HeartbeatRequest { Sequence = 3, Slots = 2, Held = [first.Held()] });

        Assert.Equal(Spec(2).Id, (await app.TakeAsync(worker)).Id);
    }

    [Fact]
    public async Task A_pointer_that_a_misfit_gives_back_goes_at_once_to_one_that_fits_and_has_become_free()
    {
        await using var app = new TestApp();
        var (worker, first) = await MakeBusyAsync(app);
        await app.DispatchAsync(Spec(2, s_onGpu));
        var misfit = await app.JoinAsync("misfit");
        var pointer = await app.PollAsync(misfit);
        await app.ReportAsync(worker, first);

        await RefusedAsync(() => app.ClaimAsync(misfit, pointer!));

        Assert.Null(await app.PollAsync(misfit));
        Assert.Equal(Spec(2).Id, (await app.TakeAsync(worker)).Id);
    }

    [Fact]
    public async Task What_was_cancelled_meanwhile_is_not_done()
    {
        await using var app = new TestApp();
        var (worker, first) = await MakeBusyAsync(app);
        await LookAtSecondAsync(app);
        await app.AskToCancelAsync();

        await app.ReportAsync(worker, first);

        Assert.Null(await app.TakeLiveAsync(worker));
    }

    [Fact]
    public async Task A_worker_that_does_not_fit_is_offered_nothing_and_the_pointer_does_not_return_to_it_at_once()
    {
        await using var app = new TestApp();
        await app.DispatchAsync(Spec(1, s_onGpu));
        var misfit = await app.JoinAsync("misfit");
        await RefusedAsync(() => app.TakeAsync(misfit));
        await app.BeatAsync(misfit, new HeartbeatRequest { Sequence = 2 });

        Assert.Null(await app.PollAsync(misfit));
        var fitting = await app.JoinAsync("fitting", labels: "gpu");
        Assert.Equal(Spec(1).Id, (await app.TakeAsync(fitting)).Id);
    }

    [Fact]
    public Task An_offer_after_a_report_that_a_crash_cuts_off_loses_no_work() => Harness.Runs.ForEachCrashAsync(
        async app =>
        {
            var busy = await MakeBusyAsync(app);
            await LookAtSecondAsync(app);
            return busy;
        },
        (app, busy) => app.ReportAsync(busy.Worker, busy.Item),
        async (app, busy) =>
        {
            await app.ReportAsync(busy.Worker, busy.Item);
            await app.BeatAsync(busy.Worker, new HeartbeatRequest { Sequence = 3 });
            await AssertSecondIsDoneOnceAsync(app, busy.Worker);
        });

    [Fact]
    public Task An_offer_of_what_a_misfit_gives_back_that_a_crash_cuts_off_loses_no_work() =>
        Harness.Runs.ForEachCrashAsync(
            async app =>
            {
                var (worker, first) = await MakeBusyAsync(app);
                await app.DispatchAsync(Spec(2, s_onGpu));
                var misfit = await app.JoinAsync("misfit");
                var pointer = await app.PollAsync(misfit);
                await app.ReportAsync(worker, first);
                return (Worker: worker, Misfit: misfit, Pointer: pointer!);
            },
            async (app, taken) => await RefusedAsync(() => app.ClaimAsync(taken.Misfit, taken.Pointer)),
            (app, taken) => AssertSecondIsDoneOnceAsync(app, taken.Worker));

    /// <summary>By a process that has started anew and remembers nothing: at the latest the sweeper does.</summary>
    private static async Task AssertSecondIsDoneOnceAsync(TestApp app, string worker)
    {
        app.Get<WorkGivenBack>().Forget(Spec(2).Id);
        var taken = await app.TakeLiveAsync(worker);
        for (var step = 0; taken is null && step < 12; step++)
        {
            await app.PassAsync(TimeSpan.FromSeconds(5));
            taken = await app.TakeLiveAsync(worker);
        }

        Assert.Equal(Spec(2).Id, taken?.Id);
        await app.ReportAsync(worker, taken!);
        await app.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Null(await app.TakeLiveAsync(worker));
    }

    /// <summary>A worker with the label whose only slot is taken, as its row says too.</summary>
    private static async Task<(string Worker, WorkItem Item)> MakeBusyAsync(TestApp app)
    {
        var worker = await app.JoinAsync("labelled", labels: "gpu");
        await app.DispatchAsync(Spec(1, s_onGpu));
        var item = await app.TakeAsync(worker);
        await app.BeatAsync(worker, new HeartbeatRequest { Sequence = 2, Held = [item.Held()] });
        return (worker, item);
    }

    private static async Task LookAtSecondAsync(TestApp app)
    {
        await app.DispatchAsync(Spec(2, s_onGpu));
        var misfit = await app.JoinAsync("misfit");
        Assert.Equal("does_not_fit", (await RefusedAsync(() => app.TakeAsync(misfit))).Code);
    }
}
