using Swarm.Contracts.DeadLetters;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Functions.Http;
using Swarm.Functions.WorkItems;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.DeadLetters;

/// <summary>What is delivered too often without a result waits until somebody decides, and its node with it.</summary>
public sealed class DeadLetterTests
{
    [Fact]
    public async Task A_work_item_that_is_lost_five_times_is_parked_and_its_node_waits()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync();

        var letter = await app.ParkAsync(worker);

        Assert.Equal(WorkItemStatus.Dead, (await app.ReadAsync()).Lease.Status);
        Assert.Equal(NodeStatus.Review, (await app.NodeAsync()).Status);
        Assert.Empty(app.Engine.Reports);
        Assert.Null(await app.PollAsync(worker));
        Assert.Equal(RunEventTypes.NodeParked, (await app.EventsAsync())[^1]);
        Assert.Equal("It was claimed 5 times and no result came. Its worker has let go of it.", letter.Reason);
        Assert.Equal([1, 3, 5, 7, 9], letter.Deliveries.Select(delivery => delivery.Token));
        Assert.All(letter.Deliveries, delivery => Assert.Equal(worker, delivery.WorkerId));
        Assert.All(letter.Deliveries, delivery => Assert.Equal("Its worker has let go of it.", delivery.Reason));
    }

    [Fact]
    public async Task A_replayed_dead_letter_is_queued_again_under_the_next_token_with_five_more_deliveries()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync();
        var letter = await app.ParkAsync(worker);

        var replayed = await app.ReplayAsync(letter.Id);

        Assert.Equal((DeadLetterStatus.Replayed, "somebody"), (replayed.Status, replayed.SettledBy));
        Assert.Equal(NodeStatus.Allocated, (await app.NodeAsync()).Status);
        var item = await app.TakeAsync(worker);
        Assert.Equal(12, item.Token);
        Assert.Equal(1, (await app.ReadAsync()).Lease.Deliveries);
        Assert.Equal(WorkItemStatus.Completed, await app.ReportAsync(worker, item));
        Assert.Equal(WorkItemOutcome.Completed, Assert.Single(app.Engine.Reports).Outcome);
    }

    [Fact]
    public async Task A_work_item_that_is_parked_again_is_another_dead_letter()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync();
        var first = await app.ParkAsync(worker);
        await app.ReplayAsync(first.Id);
        var second = await app.ParkAsync(worker);

        await app.ReplayAsync(first.Id);

        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(DeadLetterStatus.Parked, (await app.ReadLetterAsync(second.Id)).Status);
        Assert.Equal(10, second.Deliveries.Count);
    }

    [Fact]
    public async Task A_dropped_dead_letter_fails_its_node_for_good()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync();
        var letter = await app.ParkAsync(worker);

        await app.DropAsync(letter.Id);

        var report = Assert.Single(app.Engine.Reports);
        Assert.Equal((WorkItemOutcome.Failed, false), (report.Outcome, report.Retryable));
        Assert.EndsWith("The dead letter was dropped by somebody.", report.Reason);
        Assert.Empty(await app.ParkedAsync());
    }

    [Fact]
    public async Task What_was_decided_one_way_is_not_decided_the_other()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync();
        var letter = await app.ParkAsync(worker);
        await app.DropAsync(letter.Id);

        var refused = await Assert.ThrowsAsync<ApiProblemException>(() => app.ReplayAsync(letter.Id));

        Assert.Equal((409, "conflict"), (refused.Body.Status, refused.Body.Code));
        Assert.Contains("Start another run", refused.Body.Detail);
        Assert.Equal(DeadLetterStatus.Dropped, (await app.DropAsync(letter.Id)).Status);
    }

    [Fact]
    public async Task A_dead_letter_for_which_nobody_decides_within_a_day_is_dropped()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync();
        var letter = await app.ParkAsync(worker);

        app.Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMinutes(1));
        await app.SweepAsync();
        Assert.Equal(DeadLetterStatus.Parked, (await app.ReadLetterAsync(letter.Id)).Status);
        await app.PassAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(DeadLetterStatus.Expired, (await app.ReadLetterAsync(letter.Id)).Status);
        Assert.Equal(WorkItemOutcome.Failed, Assert.Single(app.Engine.Reports).Outcome);
    }

    [Fact]
    public async Task A_dead_letter_ends_with_its_run_when_that_is_cancelled()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync();
        var letter = await app.ParkAsync(worker);
        await app.AskToCancelAsync();
        await Assert.ThrowsAsync<ApiProblemException>(() => app.ReplayAsync(letter.Id));

        await app.Get<WorkItemCancelling>().CancelAsync(Work.RunId, app.Engine, CancellationToken.None);

        Assert.Equal(DeadLetterStatus.Cancelled, (await app.ReadLetterAsync(letter.Id)).Status);
        Assert.Equal(WorkItemOutcome.Cancelled, Assert.Single(app.Engine.Reports).Outcome);
        await Assert.ThrowsAsync<ApiProblemException>(() => app.ReplayAsync(letter.Id));
    }

    [Fact]
    public async Task A_run_waits_at_a_checkpoint_while_one_of_its_nodes_is_parked()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        var run = await app.ExecuteAsync();
        await app.DispatchAsync(Work.Spec($"{run.Id}~1~build~1~1", run.Id));

        var letter = await app.ParkAsync(worker);
        Assert.Equal(RunStatus.Checkpoint, (await app.ReadRunAsync(run.Id)).Status);
        await app.ReplayAsync(letter.Id);

        Assert.Equal(RunStatus.InProgress, (await app.ReadRunAsync(run.Id)).Status);
    }

    [Fact]
    public async Task A_result_that_comes_after_its_work_item_was_parked_changes_nothing()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync();
        await app.ParkAsync(worker);
        var late = new WorkItem
        {
            Id = Work.ItemId,
            RunId = Work.RunId,
            Node = "build",
            Iteration = 1,
            Attempt = 1,
            Token = 9,
            LeaseEndsAt = default,
            Tool = "shell",
            Timeout = default,
        };

        var refused = await Assert.ThrowsAsync<ApiProblemException>(() => app.ReportAsync(worker, late));

        Assert.Equal("lease_lost", refused.Body.Code);
        Assert.Equal(WorkItemStatus.Dead, (await app.ReadAsync()).Lease.Status);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("01jqz5f8m3v9k2c7x4b6n1d0ga~1~build~1~1~99")]
    [InlineData("a#b\\c~1")]
    public async Task What_is_no_dead_letter_cannot_be_settled(string id)
    {
        await using var app = new TestApp();

        var refused = await Assert.ThrowsAsync<ApiProblemException>(() => app.ReplayAsync(id));

        Assert.Equal(404, refused.Body.Status);
    }
}
