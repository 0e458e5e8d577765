using Swarm.Contracts.Problems;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Functions.Http;
using Swarm.Tests.Functions.Allocation;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.WorkItems;

/// <summary>A worker whose owner does not allow the work gives it back.</summary>
public sealed class RefusalTests
{
    [Fact]
    public async Task Refused_work_is_queued_again_with_its_reason_and_another_worker_does_it()
    {
        await using var app = new TestApp();
        var (worker, other) = (await app.JoinAsync(), await app.JoinAsync("machine-2"));
        await app.DispatchAsync();
        var item = await app.TakeAsync(worker);

        var status = await RefuseAsync(app, worker, item);

        Assert.Equal(WorkItemStatus.Queued, status);
        var lost = Assert.Single((await app.ReadAsync()).Lost);
        Assert.Equal((worker, "Its worker refused it. Not at night."), (lost.WorkerId, lost.Reason));
        Assert.Equal(3, (await app.TakeAsync(other)).Token);
    }

    [Fact]
    public async Task A_repeated_refusal_is_answered_as_the_first_was_and_takes_nothing_from_the_next_worker()
    {
        await using var app = new TestApp();
        var (worker, other) = (await app.JoinAsync(), await app.JoinAsync("machine-2"));
        await app.DispatchAsync();
        var item = await app.TakeAsync(worker);
        await RefuseAsync(app, worker, item);
        await app.TakeAsync(other);

        await RefuseAsync(app, worker, item);

        var lease = (await app.ReadAsync()).Lease;
        Assert.Equal((WorkItemStatus.Claimed, other, 3), (lease.Status, lease.WorkerId, lease.Token));
    }

    [Fact]
    public async Task Whoever_does_not_hold_the_work_cannot_refuse_it()
    {
        await using var app = new TestApp();
        var (worker, other) = (await app.JoinAsync(), await app.JoinAsync("machine-2"));
        await app.DispatchAsync();
        var item = await app.TakeAsync(worker);

        var refused = await Assert.ThrowsAsync<ApiProblemException>(() => RefuseAsync(app, other, item));

        Assert.Equal(ProblemCodes.LeaseLost, refused.Body.Code);
    }

    [Fact]
    public async Task Refused_work_waits_for_another_worker_and_never_returns_to_the_one_that_refused_it()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync("machine-1", slots: 2);
        await app.DispatchAsync();

        await RefuseAsync(app, worker, await app.TakeAsync(worker));

        Assert.Equal(
            (WorkItemStatus.Queued, 0),
            ((await app.ReadAsync()).Lease.Status, (await app.ReadAsync()).Lease.Deliveries));
        Assert.Null((await app.ReadAsync()).Assignment);
        var refused = await Fleet.RefusedAsync(() => app.TakeAsync(worker));
        Assert.Equal(ProblemCodes.DoesNotFit, refused.Code);
        Assert.Contains("has refused it: Not at night", refused.Detail, StringComparison.Ordinal);
        var other = await app.JoinAsync("machine-2");
        await app.PassAsync(TimeSpan.FromSeconds(15));
        var lost = await app.TakeAsync(other);
        await app.BeatAsync(other, lost.Held());
        await app.BeatAsync(other);

        // The claim of another worker between does not make it forgotten.
        Assert.NotEqual(worker, (await app.ReadAsync()).Assignment?.WorkerId);
        Assert.Equal(ProblemCodes.DoesNotFit, (await Fleet.RefusedAsync(() => app.ClaimDirectlyAsync(worker))).Code);
    }

    [Fact]
    public async Task Work_that_more_workers_refuse_than_it_has_deliveries_is_no_dead_letter()
    {
        await using var app = new TestApp();
        await app.DispatchAsync();

        for (var number = 1; number <= 7; number++)
        {
            var worker = await app.JoinAsync($"machine-{number}");
            await RefuseAsync(app, worker, await app.ClaimDirectlyAsync(worker));
        }

        var item = await app.ReadAsync();
        Assert.Equal((WorkItemStatus.Queued, 7), (item.Lease.Status, item.RefusedBy.Count));
    }

    private static Task<WorkItemStatus> RefuseAsync(TestApp app, string workerId, WorkItem item) =>
        app.ReportAsync(workerId, item, WorkItemOutcome.Refused, reason: "Not at night.");
}
