using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.Functions.ControlPlanes;

namespace Swarm.Tests.Functions.Runs;

/// <summary>How graphs run: loops, skipped branches, joins, failures, retries.</summary>
public sealed class GraphRunTests(RunningPlane running) : IClassFixture<RunningPlane>
{
    private HttpClient Admin => running.Plane.Admin;

    [Fact]
    public async Task A_loop_that_is_taken_too_often_fails_the_run()
    {
        const string workflow = """
            version: 1
            name: endless
            pattern: graph
            nodes:
              test: { run: [test], accept: [0, 1] }
              fix:  { run: [fix] }
            edges:
              - { from: test, to: fix, when: { path: exitCode, notEquals: 0 } }
              - { from: fix, to: test, loop: { max: 2 } }
            """;

        var run = await RunAsync(workflow, item => FakeWorker.Done(item, item.Node == "test" ? 1 : 0));

        Assert.Equal(RunStatus.Failed, run.Summary.Status);
        Assert.Contains("'fix'", run.Summary.Reason, StringComparison.Ordinal);
        Assert.Contains("loop.max", run.Summary.Reason, StringComparison.Ordinal);
        Assert.Equal([3, 3], run.Nodes.Select(node => node.Iteration));
        Assert.All(run.Nodes, node => Assert.Equal(NodeStatus.Completed, node.Status));
    }

    [Fact]
    public async Task A_branch_that_is_not_taken_is_skipped()
    {
        const string workflow = """
            version: 1
            name: branches
            pattern: graph
            nodes:
              check: { run: [check], accept: [0, 1] }
              good:  { run: [good] }
              bad:   { run: [bad] }
              worse: { run: [worse], needs: [bad] }
              end:   { run: [end], needs: [good, worse] }
            edges:
              - { from: check, to: good, when: { path: exitCode, equals: 0 } }
              - { from: check, to: bad, when: { path: exitCode, notEquals: 0 } }
            """;

        var run = await RunAsync(workflow, item => FakeWorker.Done(item));

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal(
            ["check completed", "good completed", "bad skipped", "worse skipped", "end completed"], StatusesOf(run));
        var events = await Admin.EventsAsync(run.Summary.Id);
        Assert.Equal(
            ["bad", "worse"],
            events.Where(told => told.Type == RunEventTypes.NodeSkipped).Select(told => told.Node));
    }

    [Fact]
    public async Task A_node_that_joins_any_starts_with_the_first_branch()
    {
        const string workflow = """
            version: 1
            name: race
            pattern: graph
            nodes:
              fast: { run: [fast] }
              slow: { run: [slow] }
              end:  { run: [end], needs: [fast, slow], join: any }
            """;
        var endClaimed = new TaskCompletionSource();

        var run = await RunAsync(workflow, async (item, cancellation) =>
        {
            if (item.Node == "end")
            {
                endClaimed.SetResult();
            }

            // The slow branch ends only after the join has begun.
            await (item.Node == "slow" ? endClaimed.Task.WaitAsync(cancellation) : Task.CompletedTask);
            return FakeWorker.Done(item);
        });

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal(["fast completed", "slow completed", "end completed"], StatusesOf(run));
        Assert.Equal(1, run.Nodes[2].Iteration);
    }

    [Fact]
    public async Task An_iteration_that_a_loop_overtakes_ends_by_itself_and_counts_no_more()
    {
        const string workflow = """
            version: 1
            name: overtaken
            pattern: graph
            nodes:
              start: { run: [start] }
              slow:  { run: [slow], needs: [start] }
              quick: { run: [quick], needs: [start], accept: [0, 1] }
              end:   { run: [end, "${slow.stdout}"], needs: [slow, quick] }
            edges:
              - { from: quick, to: start, when: { path: exitCode, equals: 1 }, loop: { max: 1 } }
            """;
        var restarted = new TaskCompletionSource();

        var run = await RunAsync(workflow, async (item, cancellation) =>
        {
            switch (item)
            {
                case { Node: "start", Iteration: 2 }:
                    restarted.SetResult();
                    break;
                case { Node: "slow", Iteration: 1 }:
                    await restarted.Task.WaitAsync(cancellation);
                    break;
            }

            var exitCode = item is { Node: "quick", Iteration: 1 } ? 1 : 0;
            return FakeWorker.Done(item, exitCode, stdout: $"iteration {item.Iteration}");
        });

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal([2, 2, 2, 1], run.Nodes.Select(node => node.Iteration));
        Assert.All(run.Nodes, node => Assert.Equal(NodeStatus.Completed, node.Status));
        Assert.All(run.Nodes[1].Iterations, one => Assert.Equal(NodeStatus.Completed, one.Status));
    }

    [Fact]
    public async Task A_failed_node_fails_the_run_once_what_runs_has_ended()
    {
        const string workflow = """
            version: 1
            name: failing
            pattern: graph
            nodes:
              broken: { run: [broken], needs: [] }
              long:   { run: [long] }
              never:  { run: [never], needs: [long] }
            """;
        var plane = running.Plane;
        var broken = new TaskCompletionSource();
        await using var worker = await FakeWorker.StartAsync(plane, async (item, cancellation) =>
        {
            if (item.Node == "broken")
            {
                return FakeWorker.Failed(item, "The compiler crashed.");
            }

            await broken.Task.WaitAsync(cancellation);
            return FakeWorker.Done(item);
        });

        var started = await Admin.RunAsync(workflow);
        await Admin.WaitForAsync(started.Summary.Id, RunEventTypes.NodeFailed, "broken");
        broken.SetResult();
        var run = await Admin.WaitForEndAsync(started.Summary.Id);

        Assert.Equal(RunStatus.Failed, run.Summary.Status);
        Assert.Equal("Node 'broken' failed: The compiler crashed.", run.Summary.Reason);
        Assert.Equal(["broken failed", "long completed", "never skipped"], StatusesOf(run));
        Assert.Equal("The compiler crashed.", run.Nodes[0].Iterations[0].Reason);
    }

    [Fact]
    public async Task An_attempt_that_fails_is_followed_by_another()
    {
        const string workflow = """
            version: 1
            name: shaky
            pattern: graph
            nodes:
              shaky: { run: [shaky], retry: { attempts: 3, backoff: PT0.1S } }
            """;

        var run = await RunAsync(
            workflow, item => item.Attempt < 3 ? FakeWorker.Failed(item, "Not yet.") : FakeWorker.Done(item));

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        var iteration = Assert.Single(run.Nodes[0].Iterations);
        Assert.Equal(3, iteration.Attempts);
        var events = await Admin.EventsAsync(run.Summary.Id);
        Assert.Equal(
            [1, 2],
            events.Where(told => told.Type == RunEventTypes.NodeRetrying)
                .Select(told => told.Data!.Value.GetProperty("attempt").GetInt32()));
    }

    [Fact]
    public async Task What_cannot_be_helped_by_trying_again_is_not_tried_again()
    {
        const string workflow = """
            version: 1
            name: hopeless
            pattern: graph
            nodes:
              hopeless: { run: [hopeless], retry: { attempts: 3, backoff: PT0.1S } }
            """;

        var run = await RunAsync(
            workflow, item => FakeWorker.Failed(item, "There is no such program.") with { Retryable = false });

        Assert.Equal(RunStatus.Failed, run.Summary.Status);
        Assert.Equal(1, run.Nodes[0].Iterations[0].Attempts);
    }

    [Fact]
    public async Task A_reference_that_leads_to_nothing_fails_the_node_and_says_why()
    {
        const string workflow = """
            version: 1
            name: dangling
            pattern: graph
            nodes:
              check: { run: [check], accept: [0, 1] }
              other: { run: [other] }
              user:  { run: [user, "${other.stdout}"], needs: [check] }
            edges:
              - { from: check, to: other, when: { path: exitCode, equals: 1 } }
              - { from: other, to: user }
            """;

        var run = await RunAsync(workflow, item => FakeWorker.Done(item));

        Assert.Equal(RunStatus.Failed, run.Summary.Status);
        Assert.Contains("Node 'user' failed", run.Summary.Reason, StringComparison.Ordinal);
        Assert.Contains("${other.stdout}", run.Summary.Reason, StringComparison.Ordinal);
        Assert.Equal(["check completed", "other skipped", "user failed"], StatusesOf(run));
    }

    [Fact]
    public async Task Two_hundred_nodes_side_by_side_all_run()
    {
        var nodes = string.Join("\n", Enumerable.Range(1, 200).Select(n => $"  n{n}: {{ run: [work, '{n}'] }}"));
        var workflow = $"version: 1\nname: wide\npattern: graph\nnodes:\n{nodes}\n";

        var run = await RunAsync(workflow, item => FakeWorker.Done(item));

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.All(run.Nodes, node => Assert.Equal(NodeStatus.Completed, node.Status));
    }

    private static IEnumerable<string> StatusesOf(RunDetail run) =>
        run.Nodes.Select(node => $"{node.Path} {node.Status.ToString().ToLowerInvariant()}");

    private Task<RunDetail> RunAsync(string workflow, Func<WorkItem, ReportRequest> work) =>
        RunAsync(workflow, (item, _) => Task.FromResult(work(item)));

    private async Task<RunDetail> RunAsync(
        string workflow, Func<WorkItem, CancellationToken, Task<ReportRequest>> work)
    {
        await using var worker = await FakeWorker.StartAsync(running.Plane, work, slots: 4);
        var run = await Admin.RunAsync(workflow);
        return await Admin.WaitForEndAsync(run.Summary.Id);
    }
}
