using Swarm.Contracts.Problems;
using Swarm.Contracts.Queues;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Core.Queues;
using Swarm.Functions.Http;
using Swarm.Functions.Queues;
using Swarm.Functions.WorkItems;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.WorkItems;

public sealed class WorkItemTests
{
    [Fact]
    public async Task A_claim_returns_the_whole_work_item_and_marks_the_node()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync();

        var item = await app.TakeAsync(worker);

        Assert.Equal(Work.ItemId, item.Id);
        Assert.Equal(Work.RunId, item.RunId);
        Assert.Equal("build", item.Node);
        Assert.Equal(1, item.Token);
        Assert.Equal(app.Clock.GetUtcNow().AddSeconds(60), item.LeaseEndsAt);
        Assert.Equal(TimeSpan.FromMinutes(5), item.Timeout);
        Assert.Equal(["make"], item.Shell!.Run!);
        var node = await app.NodeAsync();
        Assert.Equal(NodeStatus.InProgress, node.Status);
        Assert.Equal(worker, Assert.Single(node.Iterations).WorkerId);
    }

    [Fact]
    public async Task Of_two_workers_that_hold_pointers_to_one_work_item_one_gets_it()
    {
        await using var app = new TestApp();
        await app.DispatchAsync();
        await app.DispatchAsync();
        var worker = await app.JoinAsync();
        var other = await app.JoinAsync("machine-2");
        var first = await app.PollAsync(worker);
        var second = await app.PollAsync(other);

        var claims = await Task.WhenAll(
            TryAsync(app.ClaimAsync(worker, first!)), TryAsync(app.ClaimAsync(other, second!)));

        Assert.Single(claims, item => item is not null);
        Assert.Equal(1, (await app.ReadAsync()).Lease.Token);
    }

    [Fact]
    public async Task A_second_pointer_in_the_same_worker_does_not_start_the_work_twice()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync();
        await app.DispatchAsync();
        var item = await app.TakeAsync(worker);

        var second = await app.PollAsync(worker);
        var refused = await Assert.ThrowsAsync<ApiProblemException>(() => app.ClaimAsync(worker, second!));

        Assert.Equal(ProblemCodes.StalePointer, refused.Body.Code);
        Assert.Empty((await app.BeatAsync(worker, item.Held())).Lost);
        Assert.Null(await app.PollAsync(worker));
    }

    [Fact]
    public async Task A_pointer_that_nobody_claims_comes_back_after_thirty_seconds()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync();
        await app.PollAsync(worker);

        Assert.Null(await app.PollAsync(worker));
        app.Clock.Advance(WorkItemPolling.Invisible);

        Assert.NotNull(await app.PollAsync(worker));
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("null")]
    [InlineData("{}")]
    public async Task A_message_that_is_no_pointer_is_passed_over_and_does_not_come_back(string body)
    {
        await using var app = new TestApp();
        await app.Get<IWorkQueues>().SendAsync(QueueNames.OfTool("shell"), body, CancellationToken.None);
        await app.DispatchAsync();
        var worker = await app.JoinAsync();

        Assert.Equal(Work.ItemId, (await app.PollAsync(worker))!.WorkItemId);

        await app.PassAsync(TimeSpan.FromSeconds(35));
        Assert.Equal(Work.ItemId, (await app.PollAsync(worker))!.WorkItemId);
        Assert.Null(await app.PollAsync(worker));
    }

    [Fact]
    public async Task A_claim_that_others_forestall_again_and_again_leaves_the_pointer_in_its_queue()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync();
        var pointer = await app.PollAsync(worker);

        app.Crash.BeforeNextTransaction(OthersTakeAndLoseIt);
        await Assert.ThrowsAsync<ApiProblemException>(() => app.ClaimAsync(worker, pointer!));
        app.Crash.BeforeNextTransaction(() => { });

        Assert.Equal(WorkItemStatus.Queued, (await app.ReadAsync()).Lease.Status);
        await app.PassAsync(TimeSpan.FromSeconds(35));
        Assert.Equal(Work.ItemId, (await app.TakeAsync(worker)).Id);

        void OthersTakeAndLoseIt()
        {
            app.ChangeElsewhereAsync(item => item with { Lease = item.Lease with { Token = item.Lease.Token + 2 } })
                .GetAwaiter().GetResult();
            app.Crash.BeforeNextTransaction(OthersTakeAndLoseIt);
        }
    }

    [Fact]
    public async Task A_queued_work_item_whose_pointer_is_lost_gets_another()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync();
        var pointer = await app.PollAsync(worker);
        var receipt = QueueReceipt.Decode(pointer!.Receipt)!;
        await app.Get<Swarm.Functions.Queues.IWorkQueues>().DeleteAsync(receipt, CancellationToken.None);

        await app.PassAsync(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(5));

        Assert.NotNull(await app.PollAsync(worker));
    }

    [Fact]
    public async Task A_day_of_waiting_makes_a_handful_of_pointers()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync();

        for (var minutes = 0; minutes < 24 * 60; minutes += 5)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(5));
            await app.SweepAsync();
        }

        var pointers = 0;
        while (await app.PollAsync(worker) is not null)
        {
            pointers++;
        }

        Assert.InRange(pointers, 2, 12);
    }

    [Fact]
    public async Task A_result_under_a_stale_token_is_refused_and_changes_nothing()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        var other = await app.JoinAsync("machine-2");
        await app.DispatchAsync();
        var stale = await app.TakeAsync(worker);
        await app.BeatAsync(worker, stale.Held());
        await app.BeatAsync(worker);
        await app.TakeAsync(other);
        var before = await app.ReadAsync();

        var refused = await Assert.ThrowsAsync<ApiProblemException>(() => app.ReportAsync(worker, stale));

        Assert.Equal(ProblemCodes.LeaseLost, refused.Body.Code);
        Assert.Equal(409, refused.Body.Status);
        Assert.Equal(before.Lease, (await app.ReadAsync()).Lease);
        Assert.Empty(app.Engine.Reports);
    }

    [Fact]
    public async Task A_result_from_a_worker_that_guesses_the_token_is_refused()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        var thief = await app.JoinAsync("machine-2");
        await app.DispatchAsync();
        var item = await app.TakeAsync(worker);

        var refused = await Assert.ThrowsAsync<ApiProblemException>(() => app.ReportAsync(thief, item));

        Assert.Equal(ProblemCodes.LeaseLost, refused.Body.Code);
        Assert.Equal(WorkItemStatus.Claimed, (await app.ReadAsync()).Lease.Status);
    }

    [Theory]
    [InlineData(WorkItemOutcome.Completed, WorkItemStatus.Completed)]
    [InlineData(WorkItemOutcome.Failed, WorkItemStatus.Failed)]
    [InlineData(WorkItemOutcome.TimedOut, WorkItemStatus.Failed)]
    [InlineData(WorkItemOutcome.Cancelled, WorkItemStatus.Cancelled)]
    public async Task A_repeated_report_is_answered_as_the_first_was(WorkItemOutcome outcome, WorkItemStatus status)
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync();
        var item = await app.TakeAsync(worker);

        Assert.Equal(status, await app.ReportAsync(worker, item, outcome));
        Assert.Equal(status, await app.ReportAsync(worker, item, WorkItemOutcome.Completed));

        Assert.Equal(outcome, (await app.ReadAsync()).Report!.Outcome);
    }

    [Fact]
    public async Task A_report_for_an_orchestration_that_has_ended_is_settled()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync();
        var item = await app.TakeAsync(worker);
        app.Engine.RefusesEvents = true;

        Assert.Equal(WorkItemStatus.Completed, await app.ReportAsync(worker, item));
        await app.PassAsync(TimeSpan.FromMinutes(10));

        Assert.Equal(WorkItemStatus.Completed, (await app.ReadAsync()).Lease.Status);
    }

    [Fact]
    public async Task A_long_output_keeps_its_end_and_says_that_it_was_cut()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync();
        var item = await app.TakeAsync(worker);

        await app.ReportAsync(worker, item, stdout: new string('a', 10_000) + "the end");

        var report = (await app.ReadAsync()).Report!;
        Assert.Equal(8192, report.Stdout!.Length);
        Assert.EndsWith("the end", report.Stdout, StringComparison.Ordinal);
        Assert.True(report.OutputCut);
    }

    [Fact]
    public async Task A_run_that_is_to_be_cancelled_gets_no_new_work_and_its_queued_work_cannot_be_claimed()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync();
        await app.AskToCancelAsync();

        var late = await app.DispatchAsync(Work.Spec(Work.RunId + "~1~other~1~1"));
        var pointer = await app.PollAsync(worker);
        await Assert.ThrowsAsync<ApiProblemException>(() => app.ClaimAsync(worker, pointer!));

        Assert.Equal(WorkItemStatus.Cancelled, late);
        Assert.Null(await app.PollAsync(worker));
    }

    [Fact]
    public async Task Work_that_is_queued_at_the_moment_of_a_cancellation_elsewhere_ends_within_seconds()
    {
        await using var app = new TestApp();
        app.Crash.BeforeNextTransaction(() => app.CancelElsewhereAsync().GetAwaiter().GetResult());
        Assert.Equal(WorkItemStatus.Queued, await app.DispatchAsync());

        await app.PassAsync(TimeSpan.FromSeconds(15));

        Assert.Equal(WorkItemStatus.Cancelled, (await app.ReadAsync()).Lease.Status);
        Assert.Equal(WorkItemOutcome.Cancelled, Assert.Single(app.Engine.Reports).Outcome);
    }

    [Fact]
    public async Task A_claimed_work_item_of_which_nobody_knows_who_holds_it_is_found_by_its_own_row()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync();
        var item = await app.TakeAsync(worker);
        await app.Get<Swarm.Functions.Workers.ActiveWorkStore>().DeleteAsync(
            worker, item.Id, item.Token, CancellationToken.None);

        await app.PassAsync(TimeSpan.FromMinutes(6));

        Assert.Equal(WorkItemStatus.Queued, (await app.ReadAsync()).Lease.Status);
        Assert.NotNull(await app.PollAsync(worker));
    }

    private static async Task<WorkItem?> TryAsync(Task<WorkItem> claim)
    {
        try
        {
            return await claim;
        }
        catch (ApiProblemException)
        {
            return null;
        }
    }
}
