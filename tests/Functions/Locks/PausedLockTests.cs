using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.Functions.Control;
using Swarm.Tests.Functions.ControlPlanes;
using Swarm.Tests.Functions.Patterns;

namespace Swarm.Tests.Functions.Locks;

/// <summary>A paused run keeps no lock from others but those that running work needs.</summary>
public sealed class PausedLockTests : IAsyncLifetime
{
    private RunningPlane _running = null!;

    private HttpClient Admin => _running.Plane.Admin;

    public async ValueTask InitializeAsync()
    {
        // Nobody takes the work of a test but its own workers.
        _running = new RunningPlane();
        await _running.InitializeAsync();
    }

    public ValueTask DisposeAsync() => _running.DisposeAsync();

    [Fact]
    public async Task What_waits_in_a_queue_gives_its_locks_back_and_takes_them_again_when_its_run_goes_on()
    {
        var first = (await Admin.RunAsync(Locked("first"))).Summary.Id;
        await Admin.WaitForAsync(first, RunEventTypes.NodeQueued, "only");
        await Admin.ControlAsync(ApiRoutes.PauseRun, first);
        var second = (await Admin.RunAsync(Locked("second"))).Summary.Id;
        await Admin.WaitForAsync(second, RunEventTypes.NodeQueued, "only");

        await Admin.ControlAsync(ApiRoutes.ResumeRun, first);
        var waits = await Admin.WaitForAsync(first, RunEventTypes.NodeWaiting, "only");
        await using var worker = await FakeWorker.StartAsync(_running.Plane, Once);
        var ended = await Admin.WaitForEndAsync(first);

        Assert.Equal($"{second}/only", waits.Data!.Value.GetProperty("heldBy").GetString());
        Assert.Equal(RunStatus.Completed, ended.Summary.Status);
        Assert.Equal(["second 1", "first 1", "first 2"], worker.Claimed.Select(Named));
        Assert.Equal(2, ended.Node("only").Iterations[0].Attempts);
        var events = await Admin.EventsAsync(first);
        Assert.Single(events, told => told.Type == RunEventTypes.NodeWithdrawn);
        Assert.Empty(await HeldAsync());
    }

    [Fact]
    public async Task Work_that_runs_keeps_its_locks_and_nothing_else_of_a_paused_run_takes_any()
    {
        const string workflow = """
            version: 1
            name: locked
            nodes:
              only: { run: [first], locks: door }
              next: { run: [next], locks: door, needs: only }
            """;
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var worker = await FakeWorker.StartAsync(_running.Plane, async (item, cancellation) =>
        {
            await (item.Node == "only" ? end.Task.WaitAsync(cancellation) : Task.CompletedTask);
            return FakeWorker.Done(item);
        });
        var first = (await Admin.RunAsync(workflow)).Summary.Id;
        await Admin.WaitForAsync(first, RunEventTypes.NodeStarted, "only");

        await Admin.ControlAsync(ApiRoutes.PauseRun, first);
        var second = (await Admin.RunAsync(Locked("second"))).Summary.Id;
        var waits = await Admin.WaitForAsync(second, RunEventTypes.NodeWaiting, "only");
        end.SetResult();
        var other = await Admin.WaitForEndAsync(second);
        var held = await HeldAsync();
        await Admin.ControlAsync(ApiRoutes.ResumeRun, first);
        var ended = await Admin.WaitForEndAsync(first);

        Assert.Equal($"{first}/only", waits.Data!.Value.GetProperty("heldBy").GetString());
        Assert.Equal((RunStatus.Completed, RunStatus.Completed), (other.Summary.Status, ended.Summary.Status));
        Assert.Empty(held);
        Assert.Equal(["only", "only", "next"], worker.Claimed.Select(item => item.Node));
    }

    [Fact]
    public async Task A_pause_between_two_attempts_gives_no_attempt_away()
    {
        const string workflow = """
            version: 1
            name: locked
            nodes:
              only: { run: [first], locks: door, retry: { attempts: 2, backoff: PT0S } }
            """;
        await using var worker = await FakeWorker.StartAsync(_running.Plane, async (item, _) =>
        {
            if (Named(item) == "first 1")
            {
                await Admin.ControlAsync(ApiRoutes.PauseRun, item.RunId);
            }

            return Named(item) == "other 1" ? FakeWorker.Done(item) : FakeWorker.Failed(item, "Never.");
        });
        var runId = (await Admin.RunAsync(workflow)).Summary.Id;
        var retrying = await Admin.WaitForAsync(runId, RunEventTypes.NodeRetrying, "only");
        var other = (await Admin.RunAsync(Locked("other"))).Summary.Id;
        var free = await Admin.WaitForEndAsync(other);

        await Admin.ControlAsync(ApiRoutes.ResumeRun, runId);
        var ended = await Admin.WaitForEndAsync(runId, retrying.Sequence);

        Assert.Equal(RunStatus.Completed, free.Summary.Status);
        Assert.Equal((RunStatus.Failed, 2), (ended.Summary.Status, ended.Node("only").Iterations[0].Attempts));
    }

    [Fact]
    public async Task A_node_that_waits_for_its_run_to_go_on_can_be_cancelled()
    {
        var runId = (await Admin.RunAsync(Locked("first"))).Summary.Id;
        await Admin.WaitForAsync(runId, RunEventTypes.NodeQueued, "only");
        await Admin.ControlAsync(ApiRoutes.PauseRun, runId);
        await Admin.WaitForAsync(runId, RunEventTypes.NodeWithdrawn, "only");

        await Admin.CancelAsync(runId, "Enough.");
        var ended = await Admin.WaitForEndAsync(runId);

        Assert.Equal((RunStatus.Cancelled, NodeStatus.Cancelled), (ended.Summary.Status, ended.Node("only").Status));
        Assert.Empty(await HeldAsync());
    }

    private static string Locked(string command) => $$"""
        version: 1
        name: locked
        nodes:
          only: { run: [{{command}}], locks: door, retry: { attempts: 2, backoff: PT0S } }
        """;

    /// <summary>The first time the work of the first run fails.</summary>
    private static ReportRequest Once(WorkItem item) => Named(item) == "first 1"
        ? FakeWorker.Failed(item, "Once.")
        : FakeWorker.Done(item);

    private static string Named(WorkItem item) => $"{item.Shell!.Run![0]} {item.Attempt}";

    private async Task<IReadOnlyList<string>> HeldAsync()
    {
        var held = await Admin.GetAsync(ApiRoutes.Locks, SwarmJsonContext.Default.ListPageLockView);
        return [.. held.Items.Select(one => one.Name)];
    }
}
