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
}
