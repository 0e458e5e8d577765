using Swarm.Contracts.Statuses;
using Swarm.Contracts.Workers;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Leases;

/// <summary>
/// A worker that is killed between a claim and its next heartbeat has told nobody what it held. Its work waited for the
/// whole time of a lease, although the worker was back after a second and said that it holds nothing.
/// </summary>
public sealed class NewLifeTests
{
    [Fact]
    public async Task The_first_heartbeat_of_a_new_life_releases_what_the_last_one_claimed_and_never_listed()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.BeatAsync(worker, Beat("life 1"));
        await app.DispatchAsync();
        await app.TakeAsync(worker, "life 1");

        await app.BeatAsync(worker, Beat("life 2"));

        Assert.Equal(WorkItemStatus.Queued, (await app.ReadAsync()).Lease.Status);
    }

    [Fact]
    public async Task What_the_new_life_lists_it_keeps()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.BeatAsync(worker, Beat("life 1"));
        await app.DispatchAsync();
        var item = await app.TakeAsync(worker, "life 1");

        var answer = await app.BeatAsync(worker, Beat("life 2", item.Held()));

        Assert.Empty(answer.Lost);
        Assert.Equal(WorkItemStatus.Claimed, (await app.ReadAsync()).Lease.Status);
    }

    [Fact]
    public async Task A_claim_of_the_last_life_that_arrives_late_is_released_by_the_next_heartbeat()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.BeatAsync(worker, Beat("life 1"));
        await app.DispatchAsync();
        await app.BeatAsync(worker, Beat("life 2"));
        await app.TakeAsync(worker, "life 1");

        await app.BeatAsync(worker, new HeartbeatRequest { ProcessId = "life 2", Sequence = 2 });

        Assert.Equal(WorkItemStatus.Queued, (await app.ReadAsync()).Lease.Status);
    }

    [Fact]
    public async Task A_heartbeat_of_the_last_life_that_arrives_late_takes_nothing_from_the_new_one()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.BeatAsync(worker, Beat("life 1"));
        await app.BeatAsync(worker, Beat("life 2"));
        await app.DispatchAsync();
        await app.TakeAsync(worker, "life 2");

        await app.BeatAsync(worker, new HeartbeatRequest { ProcessId = "life 1", Sequence = 2 });
        await app.BeatAsync(worker, new HeartbeatRequest { ProcessId = "life 2", Sequence = 2 });

        Assert.Equal(WorkItemStatus.Claimed, (await app.ReadAsync()).Lease.Status);
    }

    [Fact]
    public async Task A_claim_of_the_present_life_waits_for_its_first_heartbeat_as_ever()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.BeatAsync(worker, Beat("life 1"));
        await app.DispatchAsync();
        await app.TakeAsync(worker, "life 1");

        await app.BeatAsync(worker, new HeartbeatRequest { ProcessId = "life 1", Sequence = 2 });

        Assert.Equal(WorkItemStatus.Claimed, (await app.ReadAsync()).Lease.Status);
    }

    private static HeartbeatRequest Beat(string life, params HeldWorkItem[] held) =>
        new() { ProcessId = life, Sequence = 1, Held = held };
}
