using System.Text.Json;
using Swarm.Contracts.Statuses;
using Swarm.Core.Conditions;
using Swarm.Core.Graph;
using Swarm.Core.Workflows;

namespace Swarm.Tests.Core.Graph;

/// <summary>
/// The workflow that the product is shown with: tests fail once, are repaired, and the release goes out.
/// </summary>
public class RepairExampleTests
{
    private static readonly Comparison Passed = new("exitCode", ComparisonOperator.EqualTo, Json("0"));
    private static readonly Comparison FailedTests = new("exitCode", ComparisonOperator.NotEqualTo, Json("0"));

    [Fact]
    public void Deploy_waits_while_the_repair_may_still_lead_back_to_the_tests()
    {
        var graph = GraphState.Start(Definition());
        Assert.Equal([new NodeStart("generate", 1)], graph.TakeReady());
        graph.Complete("generate", 1, NodeOutcome.Completed, Json("{}"));
        Assert.Equal([new NodeStart("review", 1), new NodeStart("test", 1)], graph.TakeReady());
        graph.Complete("review", 1, NodeOutcome.Completed, Json("{}"));

        graph.Complete("test", 1, NodeOutcome.Completed, Json("""{ "exitCode": 1 }"""));

        Assert.Equal([new NodeStart("fix", 1)], graph.TakeReady());
        Assert.Equal(NodeStatus.Pending, graph.Node("deploy").Status);
        Assert.Empty(graph.TakeChanges());
    }

    [Fact]
    public void One_failure_is_repaired_and_deployed()
    {
        var graph = GraphState.Start(Definition());

        Finish(graph, "generate", 1, "{}");
        Finish(graph, "review", 1, "{}");
        Finish(graph, "test", 1, """{ "exitCode": 1 }""");
        Finish(graph, "fix", 1, "{}");
        var loop = Assert.IsType<LoopTaken>(Assert.Single(graph.TakeChanges()));
        Finish(graph, "test", 2, """{ "exitCode": 0 }""");
        Finish(graph, "deploy", 1, "{}");

        Assert.Equal(("fix", "test", 1, 3), (loop.From, loop.To, loop.Count, loop.Max));
        Assert.Equal(["test", "fix", "deploy"], loop.Reset);
        Assert.Equal(GraphOutcome.Completed, graph.Outcome);
        Assert.Null(graph.Reason);
        Assert.Equal(NodeStatus.Skipped, graph.Node("fix").Status);
        Assert.Equal(
            [new NodeRound(1, NodeStatus.Completed, true), new NodeRound(2, NodeStatus.Skipped, false)],
            graph.Node("fix").Rounds);
        Assert.Equal(1, graph.Node("review").Iteration);
    }

    [Fact]
    public void The_fourth_repair_fails_the_run_and_deploy_never_starts()
    {
        var graph = GraphState.Start(Definition());
        Finish(graph, "generate", 1, "{}");
        Finish(graph, "review", 1, "{}");

        for (var round = 1; round <= 4; round++)
        {
            Finish(graph, "test", round, """{ "exitCode": 1 }""");
            Finish(graph, "fix", round, "{}");
        }

        Assert.Equal(GraphOutcome.Failed, graph.Outcome);
        Assert.Equal(
            "Node 'fix' leads back to 'test' once more, but this loop edge may be taken only 3 times in a run "
            + "(loop.max).",
            graph.Reason);
        Assert.Equal(NodeStatus.Skipped, graph.Node("deploy").Status);
    }

    private static void Finish(GraphState graph, string node, int iteration, string output)
    {
        graph.TakeReady();
        graph.Complete(node, iteration, NodeOutcome.Completed, Json(output));
    }

    private static WorkflowDefinition Definition() => new()
    {
        Name = "build-with-repair",
        Pattern = WorkflowPattern.Graph,
        Nodes = [Node("generate"), Node("review"), Node("test"), Node("fix"), Node("deploy")],
        Edges =
        [
            new EdgeDefinition { From = "generate", To = "review" },
            new EdgeDefinition { From = "generate", To = "test" },
            new EdgeDefinition { From = "test", To = "deploy", When = Passed },
            new EdgeDefinition { From = "test", To = "fix", When = FailedTests },
            new EdgeDefinition { From = "fix", To = "test", LoopMax = 3 },
            new EdgeDefinition { From = "review", To = "deploy" },
        ],
    };

    private static NodeDefinition Node(string id) => new() { Id = id, Run = ["true"] };

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement.Clone();
}
