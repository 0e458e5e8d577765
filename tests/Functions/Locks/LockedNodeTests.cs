using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Swarm.Contracts;
using Swarm.Contracts.Checkpoints;
using Swarm.Contracts.Json;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Durable.Client;
using Swarm.Functions.Orchestrations;
using Swarm.Tests.Functions.ControlPlanes;
using Swarm.Tests.Functions.Patterns;

namespace Swarm.Tests.Functions.Locks;

/// <summary>Nodes that hold locks, on the real engine.</summary>
public sealed class LockedNodeTests(RunningPlane running) : IClassFixture<RunningPlane>
{
    private HttpClient Admin => running.Plane.Admin;

    [Fact]
    public async Task Nodes_of_several_runs_never_hold_the_same_lock_at_a_time_and_none_waits_for_ever()
    {
        // Half of them name the locks the other way round, which would stop both if the file's order counted.
        const string workflow = """
            version: 1
            name: locked
            inputs: { n: { type: integer } }
            nodes:
              left:  { run: [work], env: { HELD: "p q" }, locks: [p, q], copies: 3 }
              right: { run: [work], env: { HELD: "p q" }, locks: [q, p], needs: [] }
              other: { run: [work], env: { HELD: "q" }, locks: q, needs: [] }
            """;
        var held = new ConcurrentDictionary<string, string>();
        var clashes = new ConcurrentQueue<string>();
        await using var worker = await FakeWorker.StartAsync(
            running.Plane, async (item, _) =>
            {
                var names = item.Shell!.Environment["HELD"].Split(' ');
                foreach (var name in names.Where(name => !held.TryAdd(name, item.Id)))
                {
                    clashes.Enqueue($"{item.Id} began while {held.GetValueOrDefault(name)} held {name}.");
                }

                await Task.Yield();
                Array.ForEach(names, name => held.TryRemove(name, out var _));
                return FakeWorker.Done(item);
            },
            slots: 6);

        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(n =>
            Admin.RunAsync(workflow, $$"""{ "n": {{n}} }""")));
        var ended = await Task.WhenAll(runs.Select(run => Admin.WaitForEndAsync(run.Summary.Id)));

        Assert.Empty(clashes);
        Assert.All(ended, run => Assert.Equal(RunStatus.Completed, run.Summary.Status));
        Assert.Equal(20, worker.Claimed.Count);
    }

    [Fact]
    public async Task A_node_that_waits_tells_for_whom_and_a_cancelled_one_waits_no_more()
    {
        var worker = await HoldAsync("held-by-one");
        await using var _ = worker.Worker;

        var second = await Admin.RunAsync(Locked("held-by-one"));
        var waits = await Admin.WaitForAsync(second.Summary.Id, RunEventTypes.NodeWaiting, "only");
        Assert.Equal("held-by-one", waits.Data!.Value.GetProperty("lock").GetString());
        Assert.Equal($"{worker.RunId}/only", waits.Data.Value.GetProperty("heldBy").GetString());
        await Admin.CancelAsync(second.Summary.Id, "No more.");
        var cancelled = await Admin.WaitForEndAsync(second.Summary.Id);

        Assert.Equal(["only cancelled"], cancelled.Statuses());
        worker.End.SetResult();
        Assert.Equal(RunStatus.Completed, (await Admin.WaitForEndAsync(worker.RunId)).Summary.Status);
        var held = await Admin.GetAsync(ApiRoutes.Locks, SwarmJsonContext.Default.ListPageLockView);
        Assert.DoesNotContain(held.Items, item => item.Name == "held-by-one");
    }

    [Fact]
    public async Task A_lock_is_given_on_when_its_holder_is_cancelled_and_not_before_its_work_has_ended()
    {
        FakeWorker worker = null!;
        var hasEnded = false;
        var begun = new ConcurrentQueue<string>();
        await using var _ = worker = await FakeWorker.StartAsync(running.Plane, async (item, cancellation) =>
        {
            begun.Enqueue(item.RunId);
            if (begun.Count > 1)
            {
                return hasEnded ? FakeWorker.Done(item) : FakeWorker.Failed(item, "The first is still at work.");
            }

            var report = await worker.WaitForCancelAsync(item, cancellation);
            hasEnded = true;
            return report;
        });
        var first = await Admin.RunAsync(Locked("cancelled"));
        await Admin.WaitForAsync(first.Summary.Id, RunEventTypes.NodeStarted, "only");
        var second = await Admin.RunAsync(Locked("cancelled"));
        await Admin.WaitForAsync(second.Summary.Id, RunEventTypes.NodeWaiting, "only");

        await Admin.CancelAsync(first.Summary.Id, "No more.");
        var ended = await Admin.WaitForEndAsync(second.Summary.Id);

        Assert.Equal(RunStatus.Completed, ended.Summary.Status);
        Assert.Equal([first.Summary.Id, second.Summary.Id], begun);
    }

    [Fact]
    public async Task A_terminated_node_gives_its_lock_back_once_its_work_has_ended()
    {
        var worker = await HoldAsync("terminated");
        await using var _ = worker.Worker;
        var second = await Admin.RunAsync(Locked("terminated"));
        await Admin.WaitForAsync(second.Summary.Id, RunEventTypes.NodeWaiting, "only");

        var engine = running.Plane.Services.GetRequiredService<DurableTaskClient>();
        await engine.TerminateInstanceAsync(new RunReference(worker.RunId, 1).NodeInstanceId("only", 1));
        worker.End.SetResult();
        var ended = await Admin.WaitForEndAsync(second.Summary.Id);

        Assert.Equal(RunStatus.Completed, ended.Summary.Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Locks_are_given_back_while_a_person_is_asked_and_taken_again_for_the_correction(bool isByHand)
    {
        var name = $"asked-{isByHand}";
        var begun = new ConcurrentQueue<string>();
        await using var worker = await FakeWorker.StartAsync(running.Plane, item =>
        {
            begun.Enqueue($"{(item.Shell!.Run![0] == "mine" ? "first" : "second")} {item.Attempt}");
            return FakeWorker.Done(item);
        });
        var first = await Admin.RunAsync($$"""
            version: 1
            name: asked-with-a-lock
            checkpoints: {{(isByHand ? "low" : "high")}}
            nodes:
              wait: { wait: { event: go } }
              only: { run: [mine], needs: wait, locks: {{name}} }
            """);
        if (isByHand)
        {
            using var opened = await Admin.PostAsync(
                Requests.Route(ApiRoutes.RunCheckpoints, first.Summary.Id), """{ "message": "Well?" }""");
        }

        await Admin.SendEventAsync(first.Summary.Id, "go", "1");
        var asked = await Admin.WaitForCheckpointAsync(first.Summary.Id);

        var second = await Admin.RunAsync(Locked(name));
        Assert.Equal(RunStatus.Completed, (await Admin.WaitForEndAsync(second.Summary.Id)).Summary.Status);
        var held = await Admin.GetAsync(ApiRoutes.Locks, SwarmJsonContext.Default.ListPageLockView);
        using var answered = await Admin.AnswerAsync(
            isByHand ? CheckpointRoutes.Approve : CheckpointRoutes.Correct, asked.Id, """{ "feedback": "Again." }""");
        Assert.True(answered.IsSuccessStatusCode);
        await foreach (var told in Admin.FollowAsync(first.Summary.Id))
        {
            var id = told.Type == RunEventTypes.CheckpointOpened
                ? told.Data!.Value.GetProperty("checkpointId").GetString()!
                : asked.Id;
            if (id != asked.Id)
            {
                using var approved = await Admin.AnswerAsync(CheckpointRoutes.Approve, id);
            }
        }

        Assert.Equal(RunStatus.Completed, (await Admin.ReadRunAsync(first.Summary.Id)).Summary.Status);
        Assert.DoesNotContain(held.Items, item => item.Name == name);
        Assert.Equal(isByHand ? ["second 1", "first 1"] : ["first 1", "second 1", "first 2"], begun);
    }

    private static string Locked(string name) => $$"""
        version: 1
        name: locked-{{name}}
        nodes:
          only: { run: [work], locks: {{name}} }
        """;

    /// <summary>A run whose node holds a lock until it is told to end.</summary>
    private async Task<(FakeWorker Worker, string RunId, TaskCompletionSource End)> HoldAsync(string name)
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var worker = await FakeWorker.StartAsync(running.Plane, async (WorkItem item, CancellationToken cancellation) =>
        {
            await end.Task.WaitAsync(TimeSpan.FromMinutes(1), cancellation);
            return FakeWorker.Done(item);
        });
        var run = await Admin.RunAsync(Locked(name));
        await Admin.WaitForAsync(run.Summary.Id, RunEventTypes.NodeStarted, "only");
        return (worker, run.Summary.Id, end);
    }
}
