using Swarm.Contracts.Statuses;
using Swarm.Core.Graph;

namespace Swarm.Tests.Core.Graph;

public class LoopTests
{
    private static readonly string[] Repair = ["test:", "review:", "fix:", "deploy: { needs: review }"];

    private static readonly string[] RepairEdges =
    [
        "{ from: test, to: deploy, when: { path: x, equals: 0 } }",
        "{ from: test, to: fix, when: { path: x, equals: 1 } }",
        "{ from: fix, to: test, when: { path: x, equals: 0 }, loop: { max: 3 } }",
    ];

    [Fact]
    public void A_loop_that_is_not_taken_ends_the_waiting()
    {
        var run = GraphRun.Of(Repair, RepairEdges);
        run.Starts();
        run.Ends("review");
        Assert.Equal("fix", run.Ends("test", x: 1));
        Assert.Equal(NodeStatus.Pending, run["deploy"]);

        // The fix gives up: the branch of the tests can no longer come, and deploy goes by its other branch.
        Assert.Equal("deploy", run.Ends("fix", x: 9));
    }

    [Fact]
    public void A_node_waits_also_when_the_branch_outside_of_the_loop_comes_last()
    {
        var run = GraphRun.Of(Repair, RepairEdges);
        run.Starts();

        Assert.Equal("fix", run.Ends("test", x: 1));
        Assert.Equal("", run.Ends("review"));
        Assert.Equal("test:2", run.Ends("fix"));
        Assert.Equal("deploy", run.Ends("test"));
    }

    [Fact]
    public void A_node_that_only_the_loop_can_reach_is_skipped_when_the_loop_is_over()
    {
        var run = GraphRun.Of(["test:", "fix:", "deploy:"], RepairEdges);
        run.Starts();
        run.Ends("test", x: 1);
        Assert.Equal(NodeStatus.Pending, run["deploy"]);

        run.Ends("fix", x: 9);

        Assert.Equal(NodeStatus.Skipped, run["deploy"]);
        Assert.Equal(GraphOutcome.Completed, run.State.Outcome);
    }

    [Fact]
    public void A_running_node_that_a_loop_overtakes_ends_first_and_its_result_does_not_count()
    {
        var run = GraphRun.Of(
            ["build:", "check: { needs: build }", "slow: { needs: build }", "last: { needs: [slow, check] }"],
            "{ from: check, to: build, when: { path: x, equals: 1 }, loop: { max: 1 } }");
        run.Starts();
        Assert.Equal("check slow", run.Ends("build"));

        Assert.Equal("build:2", run.Ends("check", x: 1));
        Assert.Equal("check:2", run.Ends("build"));
        Assert.Equal(NodeStatus.Pending, run["slow"]);
        run.Ends("check");
        Assert.False(run.State.IsFinished);
        Assert.Equal("slow:2", run.Ends("slow", iteration: 1));
        Assert.Equal("last", run.Ends("slow"));
        run.Ends("last");

        Assert.Equal(GraphOutcome.Completed, run.State.Outcome);
        Assert.Equal(
            [new NodeRound(1, NodeStatus.Completed, true), new NodeRound(2, NodeStatus.Completed, false)],
            run.State.Node("slow").Rounds);
    }

    [Fact]
    public void The_failure_of_an_overtaken_iteration_does_not_fail_the_run()
    {
        var run = GraphRun.Of(
            ["build:", "check: { needs: build }", "slow: { needs: build }"],
            "{ from: check, to: build, when: { path: x, equals: 1 }, loop: { max: 1 } }");
        run.Starts();
        run.Ends("build");
        run.Ends("check", x: 1);

        run.State.Complete("slow", 1, NodeOutcome.Failed);
        run.Ends("build");
        run.Ends("check");
        run.Ends("slow");

        Assert.Equal(GraphOutcome.Completed, run.State.Outcome);
    }

    [Fact]
    public void What_ended_before_the_loop_runs_again_and_what_lies_outside_keeps_its_result()
    {
        var run = GraphRun.Of(
            ["outside:", "build:", "check: { needs: build }", "done: { needs: [build, outside] }"],
            "{ from: check, to: build, when: { path: x, equals: 1 }, loop: { max: 1 } }");
        run.Starts();
        run.Ends("outside", x: 5);
        Assert.Equal("check done", run.Ends("build"));
        run.Ends("done");

        Assert.Equal("build:2", run.Ends("check", x: 1));

        Assert.Null(run.State.OutputOf("done"));
        Assert.Equal(NodeStatus.Pending, run["done"]);
        Assert.Equal(5, run.State.OutputOf("outside")!.Value.GetProperty("x").GetInt32());
        Assert.Equal("check:2 done:2", run.Ends("build"));
    }

    [Fact]
    public void A_node_may_loop_to_itself()
    {
        var run = GraphRun.Of(
            ["poll:", "use: { needs: poll }"],
            "{ from: poll, to: poll, when: { path: x, equals: 1 }, loop: { max: 2 } }");
        run.Starts();

        Assert.Equal("poll:2", run.Ends("poll", x: 1));
        Assert.Equal("poll:3", run.Ends("poll", x: 1));
        Assert.Equal("use", run.Ends("poll"));
        Assert.Equal(2, run.State.LoopCount("poll", "poll"));
    }

    [Fact]
    public void A_loop_edge_can_take_a_failure()
    {
        var run = GraphRun.Of(
            ["flaky:"], "{ from: flaky, to: flaky, when: { path: status, equals: failed }, loop: { max: 1 } }");
        run.Starts();

        Assert.Equal("flaky:2", run.Fails("flaky"));
        run.Fails("flaky");

        Assert.Equal(GraphOutcome.Failed, run.State.Outcome);
        Assert.Equal(
            "Node 'flaky' leads back to 'flaky' once more, but this loop edge may be taken only 1 times in a run "
            + "(loop.max).",
            run.State.Reason);
    }

    [Fact]
    public void A_taken_loop_goes_before_the_other_edges_and_the_first_of_several_wins()
    {
        var run = GraphRun.Of(
            ["a:", "b: { needs: a }", "c: { needs: b }"],
            "{ from: b, to: b, when: { path: x, equals: 1 }, loop: { max: 1 } }",
            "{ from: b, to: a, when: { path: x, equals: 1 }, loop: { max: 1 } }");
        run.Starts();
        run.Ends("a");

        Assert.Equal("b:2", run.Ends("b", x: 1));
        Assert.Equal(0, run.State.LoopCount("b", "a"));
    }

    [Fact]
    public void Two_loops_that_could_revive_each_other_do_not_wait_for_ever()
    {
        // Each loop's source can be reached only through the other loop once neither was taken.
        var run = GraphRun.Of(
            ["a:", "b:", "c:", "end: { needs: a }"],
            "{ from: a, to: b, when: { path: x, equals: 1 } }",
            "{ from: a, to: c, when: { path: x, equals: 2 } }",
            "{ from: b, to: a, loop: { max: 1 } }",
            "{ from: c, to: a, loop: { max: 1 } }");
        run.Starts();

        Assert.Equal("end", run.Ends("a"));
        run.Ends("end");

        Assert.Equal(GraphOutcome.Completed, run.State.Outcome);
        Assert.Equal([NodeStatus.Skipped, NodeStatus.Skipped], [run["b"], run["c"]]);
    }

    [Fact]
    public void A_blocked_node_does_not_wait_for_a_loop_of_its_own()
    {
        // Only deploy itself could lead back to the tests once the fix has given up.
        var run = GraphRun.Of(
            ["test:", "review:", "deploy: { needs: review }"],
            "{ from: test, to: deploy, when: { path: x, equals: 0 } }",
            "{ from: deploy, to: test, when: { path: x, equals: 1 }, loop: { max: 1 } }");
        run.Starts();
        run.Ends("test", x: 1);

        Assert.Equal("deploy", run.Ends("review"));
        Assert.Equal("test:2", run.Ends("deploy", x: 1));
    }

    [Fact]
    public void Progress_falls_when_a_loop_starts_nodes_again()
    {
        var run = GraphRun.Of(Repair, RepairEdges);
        run.Starts();
        run.Ends("review");
        run.Ends("test", x: 1);
        Assert.Equal(2, run.State.EndedCount);

        run.Ends("fix");

        Assert.Equal((1, 4), (run.State.EndedCount, run.State.NodeCount));
    }

    [Fact]
    public void Work_is_sent_back_without_any_loop_edge_and_all_behind_it_waits_again()
    {
        var run = GraphRun.Of(
            ["a: {}", "b: { needs: a }", "beside: { needs: a }", "other: { needs: [] }", "end: { needs: [b, other] }"]);
        Assert.Equal("a other", run.Starts());
        Assert.Equal("b beside", run.Ends("a"));
        Assert.Equal("", run.Ends("other"));

        run.State.SendBack("b", 1, ["a"]);

        var loop = Assert.IsType<LoopTaken>(Assert.Single(run.State.TakeChanges()));
        Assert.Equal(("b", "a", 1, 0), (loop.From, loop.To, loop.Count, loop.Max));
        Assert.Equal(["a", "b", "beside", "end"], loop.Reset.Order());
        Assert.Equal("a:2", run.Starts());

        // What runs beside it is left to end, and counts no more.
        Assert.Equal("", run.Ends("beside", iteration: 1));
        Assert.Equal("b:2 beside:2", run.Ends("a"));
        Assert.Equal("end", run.Ends("b"));
        Assert.Equal("", run.Ends("beside"));
        Assert.Equal("", run.Ends("end"));
        Assert.Equal(GraphOutcome.Completed, run.State.Outcome);
    }
}
