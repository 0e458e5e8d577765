using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.Functions.ControlPlanes;

namespace Swarm.Tests.Functions.Runs;

/// <summary>
/// The workflow of the demo, end to end: tests fail, are repaired, run again, and the result is released.
/// </summary>
public sealed class RepairWorkflowTests : IDisposable
{
    private const string Workflow = """
        version: 1
        name: build-with-repair
        pattern: graph
        inputs:
          repository: { type: string }
        nodes:
          generate: { run: [sh, generate.sh], commit: Generate the parser }
          review:   { run: [sh, review.sh] }
          test:     { run: [dotnet, run, tests.cs], accept: [0, 1] }
          fix:
            run: [sh, fix.sh]
            commit: Repair what the tests found
            input: { failures: "${test.stdout}" }
          deploy:   { run: [sh, release.sh], merge: main, tag: "v${run.number}" }
        edges:
          - { from: generate, to: [review, test] }
          - { from: test, to: deploy, when: { path: exitCode, equals: 0 } }
          - { from: test, to: fix, when: { path: exitCode, notEquals: 0 } }
          - { from: fix, to: test, loop: { max: 3 } }
          - { from: review, to: deploy }
        """;

    private const string Commit = "c0ffee0c0ffee0c0ffee0c0ffee0c0ffee0c0ffe";

    private readonly string _folder = Directory.CreateTempSubdirectory("swarm-runs-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_failing_test_is_repaired_and_the_result_released()
    {
        await using var plane = await ControlPlane.StartAsync(_folder);
        await using var worker = await FakeWorker.StartAsync(plane, Work);

        var run = await plane.Admin.RunAsync(Workflow, """{ "repository": "/tmp/parser" }""");
        var ended = await plane.Admin.WaitForEndAsync(run.Summary.Id);

        Assert.Equal(RunStatus.Completed, ended.Summary.Status);
        Assert.Equal(100, ended.Summary.Progress);
        Assert.Equal($"swarm/run/{run.Summary.Id}", ended.Branch);
        Assert.Equal(["generate", "review", "test", "fix", "deploy"], ended.Nodes.Select(node => node.Path));
        Assert.All(ended.Nodes, node => Assert.NotEqual(NodeStatus.Failed, node.Status));
        Assert.Equal(2, ended.Nodes[2].Iteration);
        Assert.Equal([1, 0], ended.Nodes[2].Iterations.Select(ExitCodeOf));
        Assert.Equal(NodeStatus.Completed, ended.Nodes[4].Status);
        Assert.Single(ended.Nodes[4].Iterations);
        Assert.Equal(Commit, ended.Nodes[3].Iterations[0].Commit);
    }

    [Fact]
    public async Task What_reaches_the_worker_has_its_references_filled_in()
    {
        await using var plane = await ControlPlane.StartAsync(_folder);
        await using var worker = await FakeWorker.StartAsync(plane, Work);

        var run = await plane.Admin.RunAsync(Workflow, """{ "repository": "/tmp/parser" }""");
        await plane.Admin.WaitForEndAsync(run.Summary.Id);

        var fix = worker.Claimed.Single(item => item.Node == "fix");
        Assert.Equal("2 tests failed", fix.Shell!.Environment["SWARM_INPUT_FAILURES"]);
        Assert.Equal(run.Summary.Id, fix.Shell.Environment["SWARM_RUN_ID"]);
        Assert.Equal("1", fix.Shell.Environment["SWARM_RUN_NUMBER"]);
        Assert.Equal("fix", fix.Shell.Environment["SWARM_NODE"]);
        Assert.Equal("1", fix.Shell.Environment["SWARM_ITERATION"]);
        Assert.Equal("Repair what the tests found", fix.Git!.CommitMessage);
        Assert.Equal("/tmp/parser", fix.Git.Repository);
        Assert.Null(fix.Git.Base);
        var deploy = worker.Claimed.Single(item => item.Node == "deploy");
        Assert.Equal("main", deploy.Git!.MergeInto);
        Assert.Equal("v1", deploy.Git.Tag);
        Assert.Equal([1, 2], worker.Claimed.Where(item => item.Node == "test").Select(item => item.Iteration));
    }

    [Fact]
    public async Task The_history_tells_it_in_order_and_without_gaps()
    {
        await using var plane = await ControlPlane.StartAsync(_folder);
        await using var worker = await FakeWorker.StartAsync(plane, Work, slots: 1);

        var run = await plane.Admin.RunAsync(Workflow, """{ "repository": "/tmp/parser" }""");
        await plane.Admin.WaitForEndAsync(run.Summary.Id);

        var events = await plane.Admin.EventsAsync(run.Summary.Id);
        Assert.Equal(RunEventTypes.RunCreated, events[0].Type);
        Assert.Equal(RunEventTypes.RunStarted, events[1].Type);
        Assert.Equal(RunEventTypes.RunCompleted, events[^1].Type);
        Assert.Equal(
            [
                "node_queued 1", "node_started 1", "node_completed 1", "node_queued 2", "node_started 2",
                "node_completed 2",
            ],
            events.Where(told => told.Node == "test").Select(told => $"{told.Type} {told.Iteration}"));
        var loop = Assert.Single(events, told => told.Type == RunEventTypes.LoopTaken);
        Assert.Equal("fix", loop.Node);
        Assert.Equal("test", loop.Data!.Value.GetProperty("to").GetString());
        Assert.Equal(events.Count, events.Select(told => told.Id).Distinct().Count());
    }

    private static int ExitCodeOf(NodeIteration iteration) =>
        iteration.Output!.Value.GetProperty("exitCode").GetInt32();

    private static ReportRequest Work(WorkItem item) => item switch
    {
        { Node: "test", Iteration: 1 } => FakeWorker.Done(item, exitCode: 1, stdout: "2 tests failed"),
        { Node: "fix" } => FakeWorker.Done(item, commit: Commit),
        _ => FakeWorker.Done(item),
    };
}
