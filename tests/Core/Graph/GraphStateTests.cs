using Swarm.Contracts.Statuses;
using Swarm.Core.Graph;

namespace Swarm.Tests.Core.Graph;

public class GraphStateTests
{
    [Fact]
    public void A_node_starts_the_moment_its_own_join_is_satisfied()
    {
        var run = GraphRun.Of(["a:", "b:", "c: { needs: a }", "d: { needs: [b, c] }"]);

        Assert.Equal("a b", run.Starts());
        Assert.Equal("c", run.Ends("a"));
        Assert.Equal("", run.Ends("b"));
        Assert.Equal("d", run.Ends("c"));
    }

    [Fact]
    public void Any_starts_with_the_first_branch_and_only_once()
    {
        var run = GraphRun.Of(["a:", "b:", "c: { needs: [a, b], join: any }"]);
        run.Starts();

        Assert.Equal("c", run.Ends("b"));
        Assert.Equal("", run.Ends("a"));
        Assert.Equal("", run.Ends("c"));
        Assert.Equal(GraphOutcome.Completed, run.State.Outcome);
    }

    [Fact]
    public void Count_starts_with_so_many_branches()
    {
        var run = GraphRun.Of(["a:", "b:", "c:", "d: { needs: [a, b, c], join: { count: 2 } }"]);
        run.Starts();

        Assert.Equal("", run.Ends("b"));
        Assert.Equal("d", run.Ends("c"));
    }

    [Fact]
    public void Count_is_skipped_when_fewer_branches_can_come()
    {
        var run = GraphRun.Of(
            ["a:", "b:", "c:", "d: { join: { count: 2 } }"],
            "{ from: [a, b, c], to: d, when: { path: x, equals: 1 } }");
        run.Starts();

        run.Ends("a");
        run.Ends("b");

        Assert.Equal(NodeStatus.Skipped, run["d"]);
        Assert.Equal("", run.Ends("c", x: 1));
    }

    [Fact]
    public void An_untaken_branch_is_skipped_to_its_end_and_the_join_knows_it()
    {
        var run = GraphRun.Of(
            ["a:", "left:", "left2: { needs: left }", "right:", "join: { needs: [left2, right] }"],
            "{ from: a, to: left, when: { path: x, equals: 1 } }",
            "{ from: a, to: right, when: { path: x, notEquals: 1 } }");
        run.Starts();

        Assert.Equal("right", run.Ends("a", x: 2));

        Assert.Equal([new NodeSkipped("left", 1), new NodeSkipped("left2", 1)], run.State.TakeChanges());
        Assert.Equal("join", run.Ends("right"));
        Assert.Equal("", run.Ends("join"));
        Assert.Equal(GraphOutcome.Completed, run.State.Outcome);
    }

    [Fact]
    public void A_failed_node_fails_the_run_after_what_runs_has_ended()
    {
        var run = GraphRun.Of(["a:", "b:", "c: { needs: a }", "d: { needs: b }"]);
        run.Starts();

        Assert.Equal("", run.Fails("a", "exit code 2"));

        Assert.False(run.State.IsFinished);
        Assert.Equal([NodeStatus.Skipped, NodeStatus.Skipped], [run["c"], run["d"]]);
        Assert.Equal("", run.Ends("b"));
        Assert.Equal(GraphOutcome.Failed, run.State.Outcome);
        Assert.Equal("Node 'a' failed: exit code 2", run.State.Reason);
        Assert.Equal(NodeStatus.Completed, run["b"]);
    }

    [Fact]
    public void The_first_failure_is_the_reason()
    {
        var run = GraphRun.Of(["a:", "b:"]);
        run.Starts();

        run.Fails("b", "first");
        run.Fails("a", "second");

        Assert.Equal("Node 'b' failed: first", run.State.Reason);
    }

    [Fact]
    public void A_condition_on_the_status_takes_the_edge_of_a_failed_node()
    {
        var run = GraphRun.Of(
            ["a:", "repair:", "go-on:"],
            "{ from: a, to: repair, when: { path: status, equals: failed } }",
            "{ from: a, to: go-on }");
        run.Starts();

        Assert.Equal("repair", run.Fails("a"));
        Assert.Equal(NodeStatus.Skipped, run["go-on"]);
        run.Ends("repair");
        Assert.Equal(GraphOutcome.Completed, run.State.Outcome);
        Assert.Equal(NodeStatus.Failed, run["a"]);
    }

    [Fact]
    public void Another_condition_never_takes_the_edge_of_a_failed_node()
    {
        var run = GraphRun.Of(["a:", "b:"], "{ from: a, to: b, when: { path: x, notEquals: 0 } }");
        run.Starts();

        Assert.Equal("", run.Fails("a", x: 1));

        Assert.Equal(GraphOutcome.Failed, run.State.Outcome);
    }

    [Fact]
    public void A_failed_node_that_may_fail_leads_on_as_if_it_had_ended_well()
    {
        var run = GraphRun.Of(
            ["a: { continueOnFailure: true }", "b:", "c:"],
            "{ from: a, to: b }",
            "{ from: a, to: c, when: { path: x, equals: 7 } }");
        run.Starts();

        Assert.Equal("b c", run.Fails("a", x: 7));
        run.Ends("b");
        run.Ends("c");
        Assert.Equal(GraphOutcome.Completed, run.State.Outcome);
        Assert.Equal(NodeStatus.Failed, run["a"]);
    }

    [Fact]
    public void A_node_that_leads_nowhere_may_still_fail_its_run()
    {
        var run = GraphRun.Of(["a:"]);
        run.Starts();

        run.Fails("a");

        Assert.Equal((GraphOutcome.Failed, "Node 'a' failed."), (run.State.Outcome!.Value, run.State.Reason));
    }

    [Fact]
    public void Cancelling_starts_nothing_more_and_waits_for_what_runs()
    {
        var run = GraphRun.Of(["a:", "b: { needs: a }"]);
        run.Starts();

        run.State.Cancel("The user asked for it.");

        Assert.False(run.State.IsFinished);
        Assert.Equal([new NodeCancelled("b", 1)], run.State.TakeChanges());
        run.State.Complete("a", 1, NodeOutcome.Cancelled);
        Assert.Equal(GraphOutcome.Cancelled, run.State.Outcome);
        Assert.Equal("The user asked for it.", run.State.Reason);
        Assert.Equal([NodeStatus.Cancelled, NodeStatus.Cancelled], [run["a"], run["b"]]);
    }

    [Fact]
    public void Cancelling_a_failing_or_ended_run_changes_nothing()
    {
        var run = GraphRun.Of(["a:", "b:"]);
        run.Starts();
        run.Fails("a");

        run.State.Cancel("Too late.");
        run.Ends("b");
        run.State.Cancel("Much too late.");

        Assert.Equal((GraphOutcome.Failed, "Node 'a' failed."), (run.State.Outcome!.Value, run.State.Reason));
    }

    [Fact]
    public void A_node_that_somebody_cancelled_cancels_the_run()
    {
        var run = GraphRun.Of(["a:", "b: { needs: a }"]);
        run.Starts();

        run.State.Complete("a", 1, NodeOutcome.Cancelled);

        Assert.Equal(
            (GraphOutcome.Cancelled, "Node 'a' was cancelled."), (run.State.Outcome!.Value, run.State.Reason));
    }

    [Fact]
    public void A_result_that_nobody_waits_for_is_refused()
    {
        var run = GraphRun.Of(["a:", "b: { needs: a }"]);
        run.Starts();
        run.Ends("a");

        var twice = Assert.Throws<InvalidOperationException>(() => run.Ends("a"));

        Assert.StartsWith("Iteration 1 of node 'a' does not run", twice.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => run.Ends("b", iteration: 2));
        Assert.Throws<ArgumentException>(() => run.Ends("nobody"));
    }

    [Fact]
    public void Five_thousand_nodes_cost_what_five_thousand_steps_cost()
    {
        const int layers = 500;
        const int width = 10;
        var definition = LargeGraphs.Layers(layers, width);
        var graph = GraphState.Start(definition);
        var steps = 0;

        while (!graph.IsFinished)
        {
            foreach (var start in graph.TakeReady())
            {
                var x = start is { NodeId: "n499-9", Iteration: 1 } ? 1 : 0;
                graph.Complete(
                    start.NodeId, start.Iteration, NodeOutcome.Completed, RandomGraphs.Json($"{{ \"x\": {x} }}"));
                steps++;
            }
        }

        Assert.Equal(GraphOutcome.Completed, graph.Outcome);
        Assert.Equal(graph.Nodes.Sum(n => n.Iteration), steps);
        Assert.InRange(steps, 2 * (layers - 10) * width, 2 * layers * width);
    }
}
