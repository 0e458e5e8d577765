using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Functions.Activities;
using Swarm.Functions.Http;
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

    [Fact]
    public async Task A_run_that_ends_by_a_fault_takes_its_work_with_it()
    {
        await using var app = new TestApp();
        var run = await app.ExecuteAsync();
        await app.DispatchAsync(Work.Spec($"{run.Id}~1~build~1~1", run.Id));
        var fault = new RunResult(RunStatus.Failed, "A fault of ours: it diverged.", IsFault: true);

        await app.Get<RunLifecycle>().FinishAsync(new RunEnding(new RunReference(run.Id, 1), fault), s_none);

        var worker = await app.JoinAsync();
        await Assert.ThrowsAsync<ApiProblemException>(() => app.TakeAsync(worker));
        var detail = await app.Get<RunView>().DetailAsync(await app.ReadRunAsync(run.Id), s_none);
        Assert.Equal(RunStatus.Failed, detail.Summary.Status);
        Assert.All(detail.Nodes, node => Assert.Equal(NodeStatus.Cancelled, node.Status));
    }

    [Fact]
    public async Task A_retry_that_is_told_again_does_not_stop_the_attempt_that_followed()
    {
        await using var app = new TestApp();
        var run = await app.ExecuteAsync();
        var node = new NodeRun
        {
            Run = new RunReference(run.Id, 1),
            Node = "build",
            Iteration = 1,
            Retry = new(),
            Upstream = new Dictionary<string, string>(),
        };
        var retry = new NodeRetry(new NodeAttempt(node, 1), "It crashed.", TimeSpan.FromSeconds(2));
        await app.Get<ProgressRecorder>().RecordRetryAsync(retry, s_none);
        await app.DispatchAsync(Work.Spec($"{run.Id}~1~build~1~2", run.Id) with { Attempt = 2 });

        await app.Get<ProgressRecorder>().RecordRetryAsync(retry, s_none);

        var stored = (await app.Get<RunStore>().NodesAsync(run.Id, s_none))["build"];
        Assert.Equal(NodeStatus.Allocated, stored.Status);
        Assert.Equal(
            [RunEventTypes.RunCreated, RunEventTypes.NodeRetrying, RunEventTypes.NodeQueued],
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
