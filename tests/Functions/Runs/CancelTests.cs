using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Tests.Functions.ControlPlanes;

namespace Swarm.Tests.Functions.Runs;

/// <summary>Somebody asks to cancel a run.</summary>
public sealed class CancelTests(RunningPlane running) : IClassFixture<RunningPlane>
{
    private const string Workflow = """
        version: 1
        name: cancellable
        pattern: graph
        nodes:
          long:  { run: [long] }
          other: { run: [other] }
          after: { run: [after], needs: [long, other] }
        """;

    private HttpClient Admin => running.Plane.Admin;

    [Fact]
    public async Task What_runs_is_told_what_waits_ends_and_the_rest_never_begins()
    {
        FakeWorker? self = null;
        await using var worker = await FakeWorker.StartAsync(
            running.Plane, (item, cancellation) => self!.WaitForCancelAsync(item, cancellation), slots: 1);
        self = worker;
        var run = await Admin.RunAsync(Workflow);
        await Admin.WaitForAsync(run.Summary.Id, RunEventTypes.NodeStarted);

        await Admin.CancelAsync(run.Summary.Id, "Wrong branch.");
        var ended = await Admin.WaitForEndAsync(run.Summary.Id);

        Assert.Equal(RunStatus.Cancelled, ended.Summary.Status);
        Assert.Equal("Wrong branch.", ended.Summary.Reason);
        Assert.All(ended.Nodes, node => Assert.Equal(NodeStatus.Cancelled, node.Status));
        Assert.Single(worker.Claimed);
        var events = await Admin.EventsAsync(run.Summary.Id);
        Assert.Single(events, told => told.Type == RunEventTypes.RunCancelRequested);
        Assert.Equal(3, events.Count(told => told.Type == RunEventTypes.NodeCancelled));
        Assert.Equal(RunEventTypes.RunCancelled, events[^1].Type);
    }

    [Fact]
    public async Task A_run_that_nobody_works_on_ends_at_once()
    {
        var run = await Admin.RunAsync(Workflow);

        await Admin.CancelAsync(run.Summary.Id, "Never mind.");
        var ended = await Admin.WaitForEndAsync(run.Summary.Id);

        Assert.Equal(RunStatus.Cancelled, ended.Summary.Status);
        Assert.All(ended.Nodes, node => Assert.Equal(NodeStatus.Cancelled, node.Status));
    }

    [Fact]
    public async Task A_node_that_waits_for_its_next_attempt_does_not_wait_on()
    {
        const string workflow = """
            version: 1
            name: patient
            pattern: graph
            nodes:
              shaky: { run: [shaky], retry: { attempts: 2, backoff: PT1H } }
            """;
        await using var worker = await FakeWorker.StartAsync(
            running.Plane, item => FakeWorker.Failed(item, "Not yet."));
        var run = await Admin.RunAsync(workflow);
        await Admin.WaitForAsync(run.Summary.Id, RunEventTypes.NodeRetrying);

        await Admin.CancelAsync(run.Summary.Id, "Too slow.");
        var ended = await Admin.WaitForEndAsync(run.Summary.Id);

        Assert.Equal(RunStatus.Cancelled, ended.Summary.Status);
        Assert.Equal(NodeStatus.Cancelled, ended.Nodes[0].Status);
    }

    [Fact]
    public async Task Asking_again_and_asking_too_late_change_nothing()
    {
        var run = await Admin.RunAsync(Workflow);

        await Admin.CancelAsync(run.Summary.Id, "First.");
        await Admin.CancelAsync(run.Summary.Id, "Second.");
        var ended = await Admin.WaitForEndAsync(run.Summary.Id);
        var afterwards = await Admin.CancelAsync(run.Summary.Id, "Third.");

        Assert.Equal("First.", ended.Summary.Reason);
        Assert.Equal("First.", afterwards.Summary.Reason);
        Assert.Equal(ended.LastEvent, afterwards.LastEvent);
    }
}
