using Swarm.Contracts.Problems;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Functions.Http;
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

    private static Task<WorkItemStatus> RefuseAsync(TestApp app, string workerId, WorkItem item) =>
        app.ReportAsync(workerId, item, WorkItemOutcome.Refused, reason: "Not at night.");
}
