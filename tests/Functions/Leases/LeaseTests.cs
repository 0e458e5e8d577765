using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.Workers;
using Swarm.Functions.Http;
using Swarm.Functions.Workers;
using Swarm.Tests.Functions.Allocation;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Leases;

/// <summary>Leases live by heartbeats.</summary>
public sealed class LeaseTests
{
    [Fact]
    public async Task A_listed_work_item_keeps_its_lease_for_as_long_as_heartbeats_come()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync();
        var item = await app.TakeAsync(worker);

        for (var beats = 0; beats < 10; beats++)
        {
            await app.PassAsync(TimeSpan.FromSeconds(50));
            var answer = await app.BeatAsync(worker, item.Held());
            Assert.Empty(answer.Lost);
            Assert.Equal(app.Clock.GetUtcNow().AddSeconds(60), answer.LeasesEndAt);
        }

        Assert.Equal(WorkItemStatus.Claimed, (await app.ReadAsync()).Lease.Status);
    }

    [Fact]
    public async Task A_heartbeat_is_one_write_however_many_leases_it_renews()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        var held = new List<HeldWorkItem>();
        for (var number = 1; number <= 20; number++)
        {
            await app.DispatchAsync(Work.Spec($"{Work.RunId}~1~build~{number}~1"));
            held.Add((await app.TakeAsync(worker)).Held());
        }

        app.Crash.Arm(writes: 1);
        await app.BeatAsync(worker, [.. held]);

        Assert.False(app.Crash.HasCrashed);
        app.Crash.Restart();
        await app.PassAsync(TimeSpan.FromSeconds(55));
        Assert.Empty((await app.BeatAsync(worker, [.. held])).Lost);
    }

    [Fact]
    public async Task A_silent_worker_loses_its_lease_after_sixty_seconds_and_not_before()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync();
        var item = await app.TakeAsync(worker);
        await app.BeatAsync(worker, item.Held());

        await app.PassAsync(TimeSpan.FromSeconds(55));
        Assert.Equal(WorkItemStatus.Claimed, (await app.ReadAsync()).Lease.Status);
        await app.PassAsync(TimeSpan.FromSeconds(5));

        var lost = await app.ReadAsync();
        Assert.Equal(WorkItemStatus.Queued, lost.Lease.Status);
        Assert.Equal(2, lost.Lease.Token);
        Assert.Equal(NodeStatus.Allocated, (await app.NodeAsync()).Status);
        Assert.Equal(
            [RunEventTypes.NodeQueued, RunEventTypes.NodeStarted, RunEventTypes.NodeRequeued], await app.EventsAsync());
        Assert.Equal([item.Id], (await app.BeatAsync(worker, item.Held())).Lost);
    }

    [Fact]
    public async Task What_a_worker_no_longer_lists_is_released_at_once()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync();
        var item = await app.TakeAsync(worker);
        await app.BeatAsync(worker, item.Held());

        await app.BeatAsync(worker);

        Assert.Equal(WorkItemStatus.Queued, (await app.ReadAsync()).Lease.Status);
    }

    [Fact]
    public async Task What_is_given_to_the_worker_that_let_go_of_it_takes_its_slot_until_the_time_to_claim_is_over()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync("machine-1", slots: 2);
        await app.DispatchAsync();
        var item = await app.TakeAsync(worker);
        await app.BeatAsync(worker, item.Held());

        await app.BeatAsync(worker);

        Assert.Equal(worker, (await app.ReadAsync()).Assignment?.WorkerId);
        var row = Assert.Single(await app.Get<ActiveWorkStore>().ListAsync(worker, CancellationToken.None));
        Assert.Equal((true, item.Token + 2), (row.Claim.IsAssignment, row.Claim.Token));
    }

    [Fact]
    public async Task A_claim_whose_answer_is_still_on_its_way_is_not_released_by_a_heartbeat_that_does_not_know_it()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync();
        await app.TakeAsync(worker);

        await app.BeatAsync(worker);
        await app.PassAsync(TimeSpan.FromSeconds(30));
        await app.BeatAsync(worker);

        Assert.Equal(WorkItemStatus.Claimed, (await app.ReadAsync()).Lease.Status);
    }

    [Fact]
    public async Task A_claim_that_no_heartbeat_ever_lists_ends_after_sixty_seconds_though_its_worker_lives()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync();
        await app.TakeAsync(worker);

        for (var beats = 0; beats < 6; beats++)
        {
            await app.PassAsync(TimeSpan.FromSeconds(10));
            await app.BeatAsync(worker);
        }

        Assert.Equal(WorkItemStatus.Queued, (await app.ReadAsync()).Lease.Status);
    }

    [Fact]
    public async Task A_heartbeat_that_is_overtaken_by_a_later_one_releases_nothing()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync();
        var item = await app.TakeAsync(worker);
        var beats = app.Get<WorkerHeartbeats>();
        var later = new HeartbeatRequest { ProcessId = "life", Sequence = 8, Held = [item.Held()] };
        var earlier = new HeartbeatRequest { ProcessId = "life", Sequence = 7 };

        await beats.BeatAsync(worker, later, app.Engine, CancellationToken.None);
        var answer = await beats.BeatAsync(worker, earlier, app.Engine, CancellationToken.None);

        Assert.Equal(7, answer.Sequence);
        Assert.Equal(WorkItemStatus.Claimed, (await app.ReadAsync()).Lease.Status);
    }

    [Fact]
    public async Task A_new_life_of_the_worker_counts_its_heartbeats_anew_and_lets_go_of_what_it_does_not_list()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync();
        var item = await app.TakeAsync(worker);
        var beats = app.Get<WorkerHeartbeats>();
        var before = new HeartbeatRequest { ProcessId = "life 1", Sequence = 500, Held = [item.Held()] };

        await beats.BeatAsync(worker, before, app.Engine, CancellationToken.None);
        await beats.BeatAsync(
            worker, new HeartbeatRequest { ProcessId = "life 2", Sequence = 1 }, app.Engine, CancellationToken.None);

        Assert.Equal(WorkItemStatus.Queued, (await app.ReadAsync()).Lease.Status);
    }

    [Fact]
    public async Task A_worker_that_signs_off_gives_its_work_to_others_at_once_and_gets_no_more()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        var other = await app.JoinAsync("machine-2");
        await app.DispatchAsync();
        var item = await app.TakeAsync(worker);
        await app.BeatAsync(worker, item.Held());

        await app.Get<WorkerHeartbeats>().SignOffAsync(worker, app.Engine, CancellationToken.None);

        Assert.Equal(3, (await app.TakeAsync(other)).Token);
        var refused = await Assert.ThrowsAsync<ApiProblemException>(() => app.PollAsync(worker));
        Assert.Equal("conflict", refused.Body.Code);
    }

    [Fact]
    public async Task The_work_of_a_silent_worker_ends_cancelled_when_its_run_is_cancelled()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync();
        var item = await app.TakeAsync(worker);
        await app.BeatAsync(worker, item.Held());
        await app.AskToCancelAsync();

        await app.PassAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(WorkItemStatus.Cancelled, (await app.ReadAsync()).Lease.Status);
        Assert.Equal(WorkItemOutcome.Cancelled, Assert.Single(app.Engine.Reports).Outcome);
    }
}
