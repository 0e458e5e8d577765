using Swarm.Contracts.Queues;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Functions.Http;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.WorkItems;

/// <summary>
/// A request touches several stores, and the process may be killed between any two writes. Each test kills it after the
/// first write, after the second and so on until the request gets through, and sees that a repetition or the sweeper
/// brings about what the undisturbed request would have.
/// </summary>
public sealed class CrashWindowTests
{
    private const int MoreThanEnoughWrites = 20;

    [Fact]
    public async Task A_dispatch_that_is_repeated_after_a_crash_makes_one_work_item_that_can_be_claimed()
    {
        await ForEachCrashAsync(
            app => app.DispatchAsync(),
            async app =>
            {
                await app.DispatchAsync();

                await AssertCanBeDoneAsync(app);
            });
    }

    [Fact]
    public async Task A_dispatch_that_is_not_repeated_is_brought_to_its_end_by_the_sweeper_once_the_row_is_there()
    {
        await ForEachCrashAsync(
            app => app.DispatchAsync(),
            async app =>
            {
                await app.PassAsync(TimeSpan.FromMinutes(6));

                if (await app.EventsAsync() is [RunEventTypes.NodeQueued])
                {
                    await AssertCanBeDoneAsync(app);
                }
                else
                {
                    // Killed before anything was stored: the activity that asked is repeated by the engine.
                    var worker = await app.JoinAsync();
                    Assert.Null(await app.PollAsync(worker));
                }
            });
    }

    [Fact]
    public async Task A_claim_that_is_repeated_after_a_crash_is_answered_with_the_one_lease()
    {
        await ForEachCrashAsync(
            async app => await app.ClaimAsync(await WorkerOf(app), (await PointerOf(app))!),
            async app =>
            {
                var again = await app.ClaimAsync(await WorkerOf(app), (await PointerOf(app))!);

                Assert.Equal(1, again.Token);
                Assert.Equal(WorkItemStatus.Claimed, (await app.ReadAsync()).Lease.Status);
                Assert.Equal([RunEventTypes.NodeQueued, RunEventTypes.NodeStarted], await app.EventsAsync());
                await app.BeatAsync(await WorkerOf(app), again.Held());
                await app.PassAsync(TimeSpan.FromSeconds(30));
                Assert.Equal(WorkItemStatus.Completed, await app.ReportAsync(await WorkerOf(app), again));
            },
            PrepareClaimAsync);
    }

    [Fact]
    public async Task A_claim_whose_worker_never_comes_back_is_given_to_another()
    {
        await ForEachCrashAsync(
            async app => await app.ClaimAsync(await WorkerOf(app), (await PointerOf(app))!),
            async app =>
            {
                await app.PassAsync(TimeSpan.FromSeconds(130));

                var other = await app.JoinAsync("machine-2");
                var item = await TakeFreshAsync(app, other);
                Assert.Equal(WorkItemStatus.Completed, await app.ReportAsync(other, item));
                Assert.Single(app.Engine.Reports);
            },
            PrepareClaimAsync);
    }

    [Fact]
    public async Task A_report_that_is_repeated_after_a_crash_is_told_to_the_node_and_counts_once()
    {
        await ForEachCrashAsync(
            async app => await app.ReportAsync(await WorkerOf(app), await ItemOf(app)),
            async app =>
            {
                var status = await app.ReportAsync(await WorkerOf(app), await ItemOf(app), stdout: "another text");

                Assert.Equal(WorkItemStatus.Completed, status);
                var ended = await app.ReadAsync();
                Assert.Equal(1, ended.Lease.Token);
                Assert.All(app.Engine.Reports, report => Assert.Equal(ended.Report!.Stdout, report.Stdout));
                Assert.NotEmpty(app.Engine.Reports);
                await app.PassAsync(TimeSpan.FromSeconds(90));
                Assert.Equal(WorkItemStatus.Completed, (await app.ReadAsync()).Lease.Status);
            },
            PrepareReportAsync);
    }

    [Fact]
    public async Task A_report_that_was_stored_is_told_to_the_node_by_the_sweeper()
    {
        await ForEachCrashAsync(
            async app => await app.ReportAsync(await WorkerOf(app), await ItemOf(app)),
            async app =>
            {
                await app.PassAsync(TimeSpan.FromSeconds(15));

                var isStored = (await app.ReadAsync()).Lease.Status == WorkItemStatus.Completed;
                Assert.Equal(isStored, app.Engine.Reports.Count > 0);
            },
            PrepareReportAsync);
    }

    [Fact]
    public async Task A_release_that_a_crash_cuts_off_ends_with_one_new_claim()
    {
        await ForEachCrashAsync(
            async app => await app.PassAsync(TimeSpan.FromSeconds(65)),
            async app =>
            {
                await app.PassAsync(TimeSpan.FromSeconds(15));

                var other = await app.JoinAsync("machine-2");
                var item = await TakeFreshAsync(app, other);
                Assert.Equal(3, item.Token);
                Assert.Equal(
                    [
                        RunEventTypes.NodeQueued,
                        RunEventTypes.NodeStarted,
                        RunEventTypes.NodeRequeued,
                        RunEventTypes.NodeStarted,
                    ],
                    await app.EventsAsync());
                var late = await Assert.ThrowsAsync<ApiProblemException>(
                    async () => await app.ReportAsync(await WorkerOf(app), item with { Token = 1 }));
                Assert.Equal("lease_lost", late.Body.Code);
                Assert.Equal(WorkItemStatus.Completed, await app.ReportAsync(other, item));
            },
            PrepareReportAsync);
    }

    [Fact]
    public async Task A_sign_off_that_a_crash_cuts_off_gives_the_work_to_others_once_the_row_says_so()
    {
        await ForEachCrashAsync(
            async app => await app.Get<Swarm.Functions.Workers.WorkerHeartbeats>().SignOffAsync(
                await WorkerOf(app), app.Engine, CancellationToken.None),
            async app =>
            {
                // Killed before the first write, it is as if the worker had never said goodbye.
                await app.PassAsync(TimeSpan.FromSeconds(65));

                var other = await app.JoinAsync("machine-2");
                Assert.Equal(3, (await TakeFreshAsync(app, other)).Token);
            },
            PrepareReportAsync);
    }

    [Fact]
    public async Task A_cancellation_of_queued_work_that_a_crash_cuts_off_ends_it_and_tells_the_node()
    {
        await ForEachCrashAsync(
            app => app.Get<Swarm.Functions.WorkItems.WorkItemCancelling>().CancelAsync(
                Work.RunId, app.Engine, CancellationToken.None),
            async app =>
            {
                await app.PassAsync(TimeSpan.FromMinutes(6));

                Assert.Equal(WorkItemStatus.Cancelled, (await app.ReadAsync()).Lease.Status);
                Assert.All(app.Engine.Reports, report => Assert.Equal(WorkItemOutcome.Cancelled, report.Outcome));
                Assert.NotEmpty(app.Engine.Reports);
                var worker = await app.JoinAsync();
                var pointer = await app.PollAsync(worker);
                await Assert.ThrowsAsync<ApiProblemException>(() => app.ClaimAsync(worker, pointer!));
            },
            async app =>
            {
                await app.DispatchAsync();
                await app.AskToCancelAsync();
            });
    }

    private static async Task ForEachCrashAsync(
        Func<TestApp, Task> act, Func<TestApp, Task> healAndAssert, Func<TestApp, Task>? prepare = null)
    {
        for (var writes = 0; writes < MoreThanEnoughWrites; writes++)
        {
            await using var app = new TestApp();
            await (prepare?.Invoke(app) ?? Task.CompletedTask);
            app.Crash.Arm(writes);
            try
            {
                await act(app);
            }
            catch (CrashException)
            {
                // As planned.
            }

            var hasCrashed = app.Crash.HasCrashed;
            app.Crash.Restart();
            await healAndAssert(app);
            if (!hasCrashed)
            {
                Assert.True(writes > 1, "The request writes to more than one store.");
                return;
            }
        }

        Assert.Fail($"The request writes more than {MoreThanEnoughWrites} times.");
    }

    private static async Task PrepareClaimAsync(TestApp app)
    {
        await app.JoinAsync();
        await app.DispatchAsync();
    }

    private static async Task PrepareReportAsync(TestApp app)
    {
        await PrepareClaimAsync(app);
        await app.ClaimAsync(await WorkerOf(app), (await PointerOf(app))!);
    }

    private static async Task<string> WorkerOf(TestApp app)
    {
        var workers = await app.Get<Swarm.Functions.Workers.WorkerStore>().ListAsync(null, 10, CancellationToken.None);
        return workers.Single(worker => worker.MachineId == "machine-1").Id;
    }

    /// <summary>A pointer as the worker remembers it: with the receipt of one delivery.</summary>
    private static Task<WorkItemPointer?> PointerOf(TestApp app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var receipt = new QueueReceipt("swarm-tool-shell", "1", "1").Encode();
        return Task.FromResult<WorkItemPointer?>(new WorkItemPointer(Work.RunId, Work.ItemId, receipt));
    }

    private static Task<WorkItem> ItemOf(TestApp app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return Task.FromResult(new WorkItem
        {
            Id = Work.ItemId,
            RunId = Work.RunId,
            Node = "build",
            Iteration = 1,
            Attempt = 1,
            Token = 1,
            LeaseEndsAt = default,
            Tool = "shell",
            Timeout = default,
        });
    }

    private static async Task AssertCanBeDoneAsync(TestApp app)
    {
        var worker = await app.JoinAsync();
        var item = await app.TakeAsync(worker);
        Assert.Equal(WorkItemStatus.Completed, await app.ReportAsync(worker, item));
        Assert.Equal([RunEventTypes.NodeQueued, RunEventTypes.NodeStarted], await app.EventsAsync());
        Assert.Single(app.Engine.Reports);
    }

    /// <summary>Takes pointers until one is live; there may be more of them than needed.</summary>
    private static async Task<WorkItem> TakeFreshAsync(TestApp app, string worker)
    {
        while (await app.PollAsync(worker) is { } pointer)
        {
            try
            {
                return await app.ClaimAsync(worker, pointer);
            }
            catch (ApiProblemException)
            {
                // A stale pointer; its message is gone now.
            }
        }

        throw new InvalidOperationException("There is no live pointer in the queue.");
    }
}
