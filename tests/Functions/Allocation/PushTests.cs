using Swarm.Contracts.Allocation;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.Workers;
using Swarm.Core.Queues;
using Swarm.Core.Workflows;
using Swarm.Functions.Allocation;
using Swarm.Functions.Storage;
using Swarm.Functions.Workers;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Allocation;

/// <summary>To whom work is given when it is dispatched, and what is told of it.</summary>
public sealed class PushTests
{
    [Fact]
    public async Task Work_is_given_to_the_worker_that_fits_and_nobody_else_sees_its_pointer()
    {
        await using var app = new TestApp();
        var plain = await app.JoinAsync("plain");
        var labelled = await app.JoinAsync("labelled", labels: "gpu");

        await app.DispatchAsync(Fleet.Spec(placement: new NodePlacement { Labels = ["gpu"] }));

        Assert.Equal(labelled, (await app.ReadAsync()).Assignment?.WorkerId);
        Assert.Equal(NodeStatus.Allocated, (await app.NodeAsync()).Status);
        Assert.Null(await app.PollAsync(plain));
        Assert.Equal(Work.ItemId, (await app.TakeAsync(labelled)).Id);
        Assert.Null((await app.ReadAsync()).Assignment);
    }

    [Fact]
    public async Task The_decision_is_stored_with_its_scores_and_the_reasons_of_the_others()
    {
        await using var app = new TestApp();
        await app.JoinAsync("plain");
        var labelled = await app.JoinAsync("labelled", labels: "gpu");

        await app.DispatchAsync(Fleet.Spec(placement: new NodePlacement { Labels = ["gpu"] }));

        var decision = await app.DecisionAsync();
        Assert.Equal((1, labelled), (decision.Round, decision.WorkerId));
        Assert.Equal(QueueNames.OfWorker(labelled), decision.Queue);
        Assert.Equal(
            [AllocationPart.Match, AllocationPart.Availability, AllocationPart.Balance, AllocationPart.Affinity],
            Assert.Single(decision.Candidates).Scores.Select(score => score.Part));
        Assert.Equal("lacks the label 'gpu'", Assert.Single(decision.Exclusions).Detail);
        Assert.Equal("labelled gets it: it is the only worker that fits and is free.", decision.Summary);
    }

    [Theory]
    [InlineData(NodePriority.Default, Privacy.Normal, "swarm-tool-shell")]
    [InlineData(NodePriority.High, Privacy.Normal, "swarm-tool-shell-high")]
    [InlineData(NodePriority.Low, Privacy.Sensitive, "swarm-sensitive-tool-shell-low")]
    public async Task Work_that_nobody_can_take_now_waits_in_the_queue_of_its_tool(
        NodePriority priority, Privacy privacy, string queue)
    {
        await using var app = new TestApp();
        var spec = Fleet.Spec(placement: new NodePlacement { Privacy = privacy }) with { Priority = priority };

        await app.DispatchAsync(spec);

        Assert.Equal(queue, (await app.DecisionAsync()).Queue);
        var worker = await app.JoinAsync("late");
        await app.ChangeAsync(worker, new ChangeWorkerRequest { Trusted = true });
        Assert.Equal(Work.ItemId, (await app.TakeAsync(worker)).Id);
    }

    [Fact]
    public async Task A_worker_gets_no_more_than_it_has_slots_and_the_rest_waits_for_whoever_is_free_first()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync("one", slots: 2);

        await Task.WhenAll(Enumerable.Range(1, 5).Select(number => app.DispatchAsync(Fleet.Spec(number))));

        var given = 0;
        for (var number = 1; number <= 5; number++)
        {
            given += (await app.DecisionAsync(number)).WorkerId == worker ? 1 : 0;
        }

        Assert.Equal(2, given);
        var other = await app.JoinAsync("two", slots: 3);
        for (var taken = 0; taken < 3; taken++)
        {
            Assert.NotNull(await app.PollAsync(other));
        }
    }

    [Fact]
    public async Task Work_spreads_over_the_workers_that_are_free()
    {
        await using var app = new TestApp();
        string[] workers = [await app.JoinAsync("one"), await app.JoinAsync("two"), await app.JoinAsync("three")];

        for (var number = 1; number <= 3; number++)
        {
            await app.DispatchAsync(Fleet.Spec(number));
        }

        Assert.Equal(
            workers.Order(),
            (await Task.WhenAll(Enumerable.Range(1, 3).Select(number => app.DecisionAsync(number))))
                .Select(decision => decision.WorkerId!).Order());
    }

    [Fact]
    public async Task A_slot_is_free_again_once_its_work_has_ended()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync("one");
        await app.DispatchAsync(Fleet.Spec(1));
        await app.ReportAsync(worker, await app.TakeAsync(worker));

        await app.DispatchAsync(Fleet.Spec(2));

        Assert.Equal(worker, (await app.DecisionAsync(2)).WorkerId);
    }

    [Fact]
    public async Task What_another_process_has_written_counts_after_five_seconds_and_costs_no_look_before()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync("one", slots: 9);
        await app.DispatchAsync(Fleet.Spec(1));
        var stored = await app.Get<WorkerStore>().FindAsync(worker, CancellationToken.None);
        var elsewhere = new WorkerStore(
            app.Get<SwarmTables>(),
            new KnownWorkers(app.Clock),
            Microsoft.Extensions.Logging.Abstractions.NullLogger<WorkerStore>.Instance);
        await elsewhere.SaveAsync(
            stored! with { Document = stored.Document with { DrainRequested = true } }, CancellationToken.None);

        await app.DispatchAsync(Fleet.Spec(2));
        app.Clock.Advance(TimeSpan.FromSeconds(6));
        await app.DispatchAsync(Fleet.Spec(3));

        Assert.Equal(worker, (await app.DecisionAsync(2)).WorkerId);
        Assert.Null((await app.DecisionAsync(3)).WorkerId);
        Assert.Equal(
            "is draining and takes no more work", Assert.Single((await app.DecisionAsync(3)).Exclusions).Detail);
    }

    [Fact]
    public async Task Asking_for_the_same_work_again_takes_no_second_slot()
    {
        await using var app = new TestApp();
        await app.JoinAsync("one");
        await app.JoinAsync("two");
        await app.DispatchAsync(Fleet.Spec(1));

        await app.DispatchAsync(Fleet.Spec(1));
        await app.DispatchAsync(Fleet.Spec(2));

        Assert.NotNull((await app.DecisionAsync(2)).WorkerId);
        Assert.NotEqual((await app.DecisionAsync(1)).WorkerId, (await app.DecisionAsync(2)).WorkerId);
    }

    [Fact]
    public async Task The_worker_that_holds_the_repository_warm_goes_first()
    {
        await using var app = new TestApp();
        await app.JoinAsync("cold");
        var warm = await app.JoinAsync("warm");
        await app.BeatAsync(warm, new HeartbeatRequest
        {
            Sequence = 2,
            Warm = new WarmReport { Repositories = ["/src/app"] },
        });

        await app.DispatchAsync(Fleet.Spec() with
        {
            Git = new() { Repository = "/src/app", Branch = "swarm/run/1" },
        });

        Assert.Equal(warm, (await app.DecisionAsync()).WorkerId);
    }
}
