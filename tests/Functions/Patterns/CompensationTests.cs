using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Tests.Functions.ControlPlanes;

namespace Swarm.Tests.Functions.Patterns;

/// <summary>What was done is undone when the workflow fails later.</summary>
public sealed class CompensationTests(RunningPlane running) : IClassFixture<RunningPlane>
{
    private const string Workflow = """
        version: 1
        name: saga
        pattern: sequential
        steps:
          - { id: flight, run: [book], compensate: { run: [cancel, "${flight.stdout}"] } }
          - { id: note, run: [note] }
          - id: hotel
            run: [book]
            compensate: { run: [cancel, "${hotel.stdout}"], retry: { attempts: 2, backoff: PT0S } }
          - { id: car, run: [book], compensate: { run: [never] } }
        """;

    [Fact]
    public async Task What_was_done_before_the_failure_is_undone_the_latest_first()
    {
        var commands = new List<string>();

        var run = await running.RunToEndAsync(Workflow, item =>
        {
            commands.Add($"{item.Node}: {string.Join(' ', item.Shell!.Run!)}");
            return item.Node == "car" || item is { Node: "compensate.hotel", Attempt: 1 }
                ? FakeWorker.Failed(item, "Sold out.")
                : FakeWorker.Done(item, stdout: $"ticket for {item.Node}");
        });

        Assert.Equal(
            [
                "flight: book", "note: note", "hotel: book", "car: book",
                "compensate.hotel: cancel ticket for hotel", "compensate.hotel: cancel ticket for hotel",
                "compensate.flight: cancel ticket for flight",
            ],
            commands);
        Assert.Equal(RunStatus.Failed, run.Summary.Status);
        Assert.Equal("Node 'car' failed: Sold out.", run.Summary.Reason);
        Assert.Equal(
            [
                "flight completed", "note completed", "hotel completed", "car failed",
                "compensate.flight completed", "compensate.hotel completed",
            ],
            run.Statuses());
    }

    [Fact]
    public async Task What_cannot_be_undone_is_told_and_keeps_nothing_else_from_being_undone()
    {
        var run = await running.RunToEndAsync(Workflow, item => item.Node is "car" or "compensate.hotel"
            ? FakeWorker.Failed(item, "No answer.")
            : FakeWorker.Done(item));

        Assert.Equal(
            "Node 'car' failed: No answer. 'hotel' could not be undone: No answer.", run.Summary.Reason);
        Assert.Equal(NodeStatus.Completed, run.Node("compensate.flight").Status);
        Assert.Equal(NodeStatus.Failed, run.Node("compensate.hotel").Status);
    }

    [Fact]
    public async Task What_a_loop_has_set_back_is_undone_by_what_it_had_put_out()
    {
        const string workflow = """
            version: 1
            name: loop-saga
            nodes:
              test: { run: [test], accept: [0, 1] }
              fix:  { run: [fix], compensate: { run: [undo, "${fix.stdout}"] } }
              end:  { run: [end] }
            edges:
              - { from: test, to: end, when: { path: exitCode, equals: 0 } }
              - { from: test, to: fix, when: { path: exitCode, equals: 1 } }
              - { from: fix, to: test, loop: { max: 2 } }
            """;
        string? undone = null;

        var run = await running.RunToEndAsync(workflow, item =>
        {
            undone = item.Node == "compensate.fix" ? item.Shell!.Run![1] : undone;
            return item is { Node: "test", Iteration: 2 }
                ? FakeWorker.Failed(item, "It broke.")
                : FakeWorker.Done(item, item.Node == "test" ? 1 : 0, $"patch {item.Iteration}");
        });

        Assert.Equal("patch 1", undone);
        Assert.Equal(NodeStatus.Completed, run.Node("compensate.fix").Status);
        Assert.Equal("Node 'test' (iteration 2) failed: It broke.", run.Summary.Reason);
    }

    [Fact]
    public async Task A_run_that_goes_well_undoes_nothing()
    {
        var run = await running.RunToEndAsync(Workflow, item => FakeWorker.Done(item));

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.DoesNotContain(run.Nodes, node => node.Path.StartsWith("compensate", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_inner_workflow_that_fails_undoes_what_it_has_done_itself()
    {
        const string workflow = """
            version: 1
            name: inner-saga
            nodes:
              inner:
                continueOnFailure: true
                workflow:
                  nodes:
                    a: { run: [a], compensate: { run: [undo-a] } }
                    b: { run: [b], needs: a }
              after: { run: [after], needs: inner }
            """;

        var run = await running.RunToEndAsync(
            workflow, item => item.Node == "inner.b" ? FakeWorker.Failed(item, "No.") : FakeWorker.Done(item));

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal(
            [
                "inner failed", "inner.a completed", "inner.b failed", "inner.compensate.a completed",
                "after completed",
            ],
            run.Statuses());
    }

    [Fact]
    public async Task What_an_inner_workflow_undoes_goes_on_when_what_lies_beside_it_fails()
    {
        const string workflow = """
            version: 1
            name: both-fail
            pattern: concurrent
            nodes:
              inner:
                workflow:
                  pattern: sequential
                  steps:
                    - { id: a, run: [a], compensate: { run: [undo-a], retry: { attempts: 2, backoff: PT0S } } }
                    - { id: b, run: [b] }
              beside: { run: [beside] }
            """;
        var admin = running.Plane.Admin;
        var undoes = new TaskCompletionSource();

        var run = await running.RunToEndAsync(workflow, async (item, _) =>
        {
            switch (item.Node)
            {
                case "beside":
                    await undoes.Task;
                    break;
                case "inner.compensate.a" when item.Attempt == 1:
                    undoes.SetResult();
                    await admin.WaitForAsync(item.RunId, RunEventTypes.NodeFailed, "beside");
                    break;
                case "inner.a" or "inner.compensate.a":
                    return FakeWorker.Done(item);
            }

            return FakeWorker.Failed(item, "No.");
        });

        Assert.Equal(RunStatus.Failed, run.Summary.Status);
        Assert.Equal(
            [
                "inner failed", "inner.a completed", "inner.b failed", "inner.compensate.a completed",
                "beside failed",
            ],
            run.Statuses());
    }
}
