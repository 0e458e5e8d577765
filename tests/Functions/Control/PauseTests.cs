using Swarm.Contracts;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.Functions.ControlPlanes;

namespace Swarm.Tests.Functions.Control;

/// <summary>A paused run finishes what runs and begins nothing new.</summary>
public sealed class PauseTests(RunningPlane running) : IClassFixture<RunningPlane>
{
    private const string Workflow = """
        version: 1
        name: pausable
        nodes:
          first: { run: [first] }
          next:  { run: [next], needs: first }
        """;

    private HttpClient Admin => running.Plane.Admin;

    [Fact]
    public async Task What_runs_finishes_and_nothing_begins_until_the_run_is_resumed()
    {
        var release = new TaskCompletionSource();
        await using var worker = await FakeWorker.StartAsync(running.Plane, async (item, cancellation) =>
        {
            await (item.Node == "first" ? release.Task.WaitAsync(cancellation) : Task.CompletedTask);
            return FakeWorker.Done(item);
        });
        var run = await Admin.RunAsync(Workflow);
        await Admin.WaitForAsync(run.Summary.Id, RunEventTypes.NodeStarted, "first");

        var paused = await Admin.ControlAsync(ApiRoutes.PauseRun, run.Summary.Id, """{ "reason": "Lunch." }""");
        release.SetResult();
        await Admin.WaitForAsync(run.Summary.Id, RunEventTypes.NodeQueued, "next");

        Assert.True(paused.Summary.Paused);
        await ClaimIsRefusedAsync(run.Summary.Id, worker);
        var standing = await Admin.ReadRunAsync(run.Summary.Id);
        Assert.Equal(RunStatus.InProgress, standing.Summary.Status);
        Assert.Equal(
            [NodeStatus.Completed, NodeStatus.Allocated], standing.Nodes.Select(node => node.Status));

        var resumed = await Admin.ControlAsync(ApiRoutes.ResumeRun, run.Summary.Id);
        var ended = await Admin.WaitForEndAsync(run.Summary.Id);

        Assert.False(resumed.Summary.Paused);
        Assert.Equal(RunStatus.Completed, ended.Summary.Status);
        Assert.Equal(["first", "next"],
            worker.Claimed.Where(item => item.RunId == run.Summary.Id).Select(item => item.Node));
        var events = await Admin.EventsAsync(run.Summary.Id);
        var told = Assert.Single(events, told => told.Type == RunEventTypes.RunPaused);
        Assert.Equal("Lunch.", told.Data!.Value.GetProperty("reason").GetString());
        Assert.Single(events, told => told.Type == RunEventTypes.RunResumed);
    }

    [Fact]
    public async Task What_was_queued_before_the_pause_waits_as_well()
    {
        var run = await Admin.RunAsync(Workflow);
        await Admin.WaitForAsync(run.Summary.Id, RunEventTypes.NodeQueued, "first");
        await Admin.ControlAsync(ApiRoutes.PauseRun, run.Summary.Id);

        await using var worker = await FakeWorker.StartAsync(running.Plane, item => FakeWorker.Done(item));
        await ClaimIsRefusedAsync(run.Summary.Id, worker);
        await Admin.ControlAsync(ApiRoutes.ResumeRun, run.Summary.Id);
        var ended = await Admin.WaitForEndAsync(run.Summary.Id);

        Assert.Equal(RunStatus.Completed, ended.Summary.Status);
        var events = await Admin.EventsAsync(run.Summary.Id);
        var resumed = events.Single(told => told.Type == RunEventTypes.RunResumed);
        Assert.All(
            events.Where(told => told.Type == RunEventTypes.NodeStarted),
            started => Assert.True(started.Sequence > resumed.Sequence));
    }

    [Fact]
    public async Task Asking_again_changes_nothing()
    {
        var run = await Admin.RunAsync(Workflow);

        await Admin.ControlAsync(ApiRoutes.PauseRun, run.Summary.Id, """{ "reason": "First." }""");
        await Admin.ControlAsync(ApiRoutes.PauseRun, run.Summary.Id, """{ "reason": "Second." }""");
        await Admin.ControlAsync(ApiRoutes.ResumeRun, run.Summary.Id);
        await Admin.ControlAsync(ApiRoutes.ResumeRun, run.Summary.Id);
        await Admin.CancelAsync(run.Summary.Id, "Nobody does it.");
        await Admin.WaitForEndAsync(run.Summary.Id);

        var events = await Admin.EventsAsync(run.Summary.Id);
        Assert.Single(events, told => told.Type == RunEventTypes.RunPaused);
        Assert.Single(events, told => told.Type == RunEventTypes.RunResumed);
    }

    [Fact]
    public async Task A_paused_run_can_be_cancelled()
    {
        var run = await Admin.RunAsync(Workflow);
        await Admin.ControlAsync(ApiRoutes.PauseRun, run.Summary.Id);

        await Admin.CancelAsync(run.Summary.Id, "Enough.");
        var ended = await Admin.WaitForEndAsync(run.Summary.Id);

        Assert.Equal(RunStatus.Cancelled, ended.Summary.Status);
        Assert.Equal("Enough.", ended.Summary.Reason);
        Assert.False(ended.Summary.Paused);
    }

    [Theory]
    [InlineData(ApiRoutes.PauseRun)]
    [InlineData(ApiRoutes.ResumeRun)]
    [InlineData(ApiRoutes.StopRun)]
    public async Task A_run_that_has_ended_says_so(string route)
    {
        var run = await Admin.RunAsync(Workflow);
        await Admin.CancelAsync(run.Summary.Id, "Enough.");
        await Admin.WaitForEndAsync(run.Summary.Id);

        var problem = await Admin.RefusedAsync(route, run.Summary.Id);

        Assert.Equal(
            $"Run '{run.Summary.Id}' has ended: cancelled. Retry it, or run it again from one of its nodes.",
            problem.Detail);
    }

    /// <summary>A claim by hand, as a pointer that was on its way before the pause would lead to.</summary>
    private async Task ClaimIsRefusedAsync(string runId, FakeWorker worker)
    {
        using var client = running.Plane.CreateClient(worker.Key);
        var queued = (await Admin.EventsAsync(runId)).Last(told => told.Type == RunEventTypes.NodeQueued);
        var id = queued.Data!.Value.GetProperty("workItemId").GetString()!;
        using var claim = await client.PostAsync(
            Requests.Route(ApiRoutes.ClaimWork, Uri.EscapeDataString(id)),
            new ClaimRequest(runId, null),
            Contracts.Json.SwarmJsonContext.Default.ClaimRequest);
        await claim.ReadProblemAsync(System.Net.HttpStatusCode.Conflict);
    }
}
