using Swarm.Contracts;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Tests.Functions.ControlPlanes;

namespace Swarm.Tests.Functions.Control;

/// <summary>Stopping ends what runs; the run can be retried.</summary>
public sealed class StopTests(RunningPlane running) : IClassFixture<RunningPlane>
{
    private const string Workflow = """
        version: 1
        name: stoppable
        nodes:
          long:  { run: [long] }
          after: { run: [after], needs: long }
        """;

    private HttpClient Admin => running.Plane.Admin;

    [Fact]
    public async Task What_runs_is_told_and_the_run_is_marked_as_stopped()
    {
        FakeWorker? self = null;
        await using var worker = await FakeWorker.StartAsync(
            running.Plane, (item, cancellation) => self!.WaitForCancelAsync(item, cancellation), slots: 1);
        self = worker;
        var run = await Admin.RunAsync(Workflow);
        await Admin.WaitForAsync(run.Summary.Id, RunEventTypes.NodeStarted);

        await Admin.ControlAsync(ApiRoutes.StopRun, run.Summary.Id, """{ "reason": "Tomorrow." }""");
        var ended = await Admin.WaitForEndAsync(run.Summary.Id);
        var again = await Admin.ControlAsync(ApiRoutes.StopRun, run.Summary.Id);

        Assert.Equal(RunStatus.Cancelled, ended.Summary.Status);
        Assert.True(ended.Summary.Stopped);
        Assert.Equal("Tomorrow.", ended.Summary.Reason);
        Assert.Equal(ended.LastEvent, again.LastEvent);
        var events = await Admin.EventsAsync(run.Summary.Id);
        Assert.Single(events, told => told.Type == RunEventTypes.RunStopRequested);
    }

    [Fact]
    public async Task A_cancellation_is_stronger()
    {
        FakeWorker? self = null;
        var release = new TaskCompletionSource();
        await using var worker = await FakeWorker.StartAsync(
            running.Plane,
            async (item, cancellation) =>
            {
                var report = await self!.WaitForCancelAsync(item, cancellation);
                await release.Task.WaitAsync(cancellation);
                return report;
            },
            slots: 1);
        self = worker;
        var run = await Admin.RunAsync(Workflow);
        await Admin.WaitForAsync(run.Summary.Id, RunEventTypes.NodeStarted);

        await Admin.ControlAsync(ApiRoutes.StopRun, run.Summary.Id);
        await Admin.CancelAsync(run.Summary.Id, "For good.");
        var refused = await Admin.RefusedAsync(ApiRoutes.StopRun, run.Summary.Id);
        release.SetResult();
        var ended = await Admin.WaitForEndAsync(run.Summary.Id);

        Assert.False(ended.Summary.Stopped);
        Assert.Contains("is to end", refused.Detail, StringComparison.Ordinal);
    }
}
