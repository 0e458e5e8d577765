using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.Functions.ControlPlanes;

namespace Swarm.Tests.Functions.Runs;

/// <summary>The control plane goes away in the middle of a run and comes back on the same data folder.</summary>
public sealed class RestartTests : IDisposable
{
    private const string Workflow = """
        version: 1
        name: interrupted
        pattern: graph
        nodes:
          first:  { run: [first] }
          second: { run: [second, "${first.stdout}"], needs: [first] }
          third:  { run: [third, "${second.stdout}"], needs: [second] }
        """;

    private const string Loop = """
        version: 1
        name: interrupted-loop
        pattern: graph
        nodes:
          test:   { run: [test], accept: [0, 1] }
          fix:    { run: [fix] }
          deploy: { run: [deploy] }
        edges:
          - { from: test, to: deploy, when: { path: exitCode, equals: 0 } }
          - { from: test, to: fix, when: { path: exitCode, notEquals: 0 } }
          - { from: fix, to: test, loop: { max: 3 } }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("swarm-restart-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_run_goes_on_where_it_was()
    {
        var second = new TaskCompletionSource<WorkItem>();
        string runId;
        FakeWorker before;
        await using (var plane = await ControlPlane.StartAsync(_folder))
        {
            before = await FakeWorker.StartAsync(plane, async (item, cancellation) =>
            {
                if (item.Node == "second")
                {
                    // It is still at work on this one when the control plane goes.
                    second.SetResult(item);
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
                }

                return FakeWorker.Done(item, stdout: "from first");
            });
            runId = (await plane.Admin.RunAsync(Workflow)).Summary.Id;
            await second.Task.WaitAsync(TimeSpan.FromSeconds(60));
            await before.DisposeAsync();
        }

        await using var again = await ControlPlane.StartAsync(_folder);
        await using var after = before.MoveTo(again, item => FakeWorker.Done(item));
        var held = await second.Task;
        await after.ReportAsync(held, FakeWorker.Done(held, stdout: "from second"));
        var ended = await again.Admin.WaitForEndAsync(runId);

        Assert.Equal(RunStatus.Completed, ended.Summary.Status);
        Assert.Equal(["first", "second"], before.Claimed.Select(item => item.Node));
        var third = Assert.Single(after.Claimed);
        Assert.Equal(["third", "from second"], third.Shell!.Run);
        Assert.All(ended.Nodes, node => Assert.Equal(1, node.Iteration));
        var events = await again.Admin.EventsAsync(runId);
        Assert.Equal(3, events.Count(told => told.Type == RunEventTypes.NodeStarted));
        Assert.Equal(3, events.Count(told => told.Type == RunEventTypes.NodeCompleted));
    }

    [Fact]
    public async Task A_run_that_is_interrupted_again_and_again_ends_as_if_it_had_not_been()
    {
        var claimed = new List<string>();
        string? runId = null;
        RunDetail? ended = null;
        for (var restart = 1; ended is null; restart++)
        {
            Assert.True(restart < 40, "The run never ended.");
            await using var plane = await ControlPlane.StartAsync(_folder);
            runId ??= (await plane.Admin.RunAsync(Loop)).Summary.Id;
            await using var worker = await FakeWorker.StartAsync(
                plane,
                item => FakeWorker.Done(item, item is { Node: "test", Iteration: < 3 } ? 1 : 0),
                slots: 1,
                pollSeconds: 0);
            ended = await WaitForOneMoreEventAsync(plane.Admin, runId);
            await worker.DrainAsync();
            claimed.AddRange(worker.Claimed.Select(item => $"{item.Node} {item.Iteration} {item.Attempt}"));
        }

        Assert.Equal(RunStatus.Completed, ended.Summary.Status);
        Assert.Equal(["test 1 1", "fix 1 1", "test 2 1", "fix 2 1", "test 3 1", "deploy 1 1"], claimed);
        Assert.Equal(NodeStatus.Completed, ended.Nodes[2].Status);
    }

    /// <summary>The run if it has ended; null once it has told one more event than before.</summary>
    private static async Task<RunDetail?> WaitForOneMoreEventAsync(HttpClient admin, string runId)
    {
        var run = await admin.ReadRunAsync(runId);
        await foreach (var told in admin.FollowAsync(runId, run.LastEvent))
        {
            return told.Type == RunEventTypes.RunCompleted ? await admin.ReadRunAsync(runId) : null;
        }

        // It ended while the control plane stopped.
        return run;
    }
}
