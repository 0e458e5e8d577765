using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Functions.Activities;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Runs;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Activities;

/// <summary>Activities run at least once, so each may be cut off anywhere and run again.</summary>
public sealed class ProgressTests
{
    private static readonly CancellationToken s_none = CancellationToken.None;

    [Fact]
    public async Task A_turn_that_is_cut_off_anywhere_is_written_once_when_it_is_repeated() =>
        await Harness.Runs.ForEachCrashAsync(
            app => app.ExecuteAsync(),
            (app, run) => app.Get<ProgressRecorder>().RecordAsync(WideTurn(run.Id), s_none),
            async (app, run) =>
            {
                await app.Get<ProgressRecorder>().RecordAsync(WideTurn(run.Id), s_none);

                var events = await app.EventsAsync(run.Id);
                Assert.Equal(41, events.Count);
                Assert.Equal(40, events.Count(type => type == RunEventTypes.NodeCompleted));
                Assert.Equal(80, (await app.ReadRunAsync(run.Id)).Progress);
                var nodes = await app.Get<RunStore>().NodesAsync(run.Id, s_none);
                Assert.All(nodes.Values, node => Assert.Equal(NodeStatus.Completed, node.Status));
            });

    [Fact]
    public async Task A_turn_that_comes_again_late_changes_nothing()
    {
        await using var app = new TestApp();
        var run = await app.ExecuteAsync();
        var reference = new RunReference(run.Id, 1);
        var recorder = app.Get<ProgressRecorder>();
        var first = Turn(reference, Ended("test", 1, NodeStatus.Completed), LoopTo("test", 1));
        await recorder.RecordAsync(first, s_none);
        await recorder.RecordAsync(Turn(reference, Ended("test", 2, NodeStatus.Failed)), s_none);

        await recorder.RecordAsync(first, s_none);

        var node = (await app.Get<RunStore>().NodesAsync(run.Id, s_none))["test"];
        Assert.Equal(NodeStatus.Failed, node.Status);
        Assert.Equal([NodeStatus.Completed, NodeStatus.Failed], node.Iterations.Select(one => one.Status));
        Assert.Equal(
            [
                RunEventTypes.RunCreated, RunEventTypes.NodeCompleted, RunEventTypes.LoopTaken,
                RunEventTypes.NodeFailed,
            ],
            await app.EventsAsync(run.Id));
    }

    [Fact]
    public async Task A_loop_makes_its_nodes_wait_again()
    {
        await using var app = new TestApp();
        var run = await app.ExecuteAsync();

        await app.Get<ProgressRecorder>().RecordAsync(
            Turn(new RunReference(run.Id, 1), Ended("test", 1, NodeStatus.Completed), LoopTo("test", 1)), s_none);

        var node = (await app.Get<RunStore>().NodesAsync(run.Id, s_none))["test"];
        Assert.Equal(NodeStatus.Pending, node.Status);
        Assert.Equal(NodeStatus.Completed, Assert.Single(node.Iterations).Status);
    }

    [Fact]
    public async Task Beginning_and_end_are_told_once()
    {
        await using var app = new TestApp();
        var run = await app.ExecuteAsync();
        var reference = new RunReference(run.Id, 1);
        var lifecycle = app.Get<RunLifecycle>();
        var ending = new RunEnding(reference, new RunResult(RunStatus.Completed, null));

        await lifecycle.BeginAsync(reference, s_none);
        await lifecycle.BeginAsync(reference, s_none);
        await lifecycle.FinishAsync(ending, s_none);
        await lifecycle.FinishAsync(ending, s_none);
        await lifecycle.BeginAsync(reference, s_none);

        Assert.Equal(RunStatus.Completed, (await app.ReadRunAsync(run.Id)).Status);
        Assert.Equal(
            [RunEventTypes.RunCreated, RunEventTypes.RunStarted, RunEventTypes.RunCompleted],
            await app.EventsAsync(run.Id));
    }

    private static RunSteps WideTurn(string runId) => Turn(
        new RunReference(runId, 1),
        [.. Enumerable.Range(1, 40).Select(n => Ended($"n{n}", 1, NodeStatus.Completed))]);

    private static RunSteps Turn(RunReference run, params ProgressStep[] steps) =>
        new() { Run = run, Steps = steps, Progress = 80 };

    private static ProgressStep Ended(string node, int iteration, NodeStatus status) => new()
    {
        Node = node,
        Iteration = iteration,
        Status = status,
    };

    private static ProgressStep LoopTo(string node, int last) => new()
    {
        Node = "fix",
        Iteration = 1,
        Loop = new LoopStep(node, Count: 1, Max: 3, new Dictionary<string, int> { [node] = last }),
    };
}
