using System.Collections.Concurrent;
using Swarm.Contracts.Checkpoints;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.Functions.ControlPlanes;
using Swarm.Tests.Functions.Patterns;

namespace Swarm.Tests.Functions.Evaluations;

/// <summary>Nodes that are judged, on the real engine.</summary>
public sealed class EvaluationRunTests(RunningPlane running) : IClassFixture<RunningPlane>
{
    private HttpClient Admin => running.Plane.Admin;

    [Fact]
    public async Task A_score_is_the_weighted_mean_and_can_be_referred_to()
    {
        var run = await running.RunToEndAsync(Workflow("fail"), item => item.Node switch
        {
            "write" => FakeWorker.Done(item, stdout: "a text"),
            "write.tests" => FakeWorker.Done(item, stdout: """{ "score": 6, "details": "Two fail." }"""),
            "write.judge" => FakeWorker.Done(item, stdout: item.Shell!.Run![1] == "a text" ? "9" : "0"),
            _ => FakeWorker.Done(item),
        });

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal(
            ["write completed", "write.judge completed", "write.tests completed", "use completed"], run.Statuses());
        var output = run.Node("write").Iterations[0].Output!.Value;
        Assert.Equal(7.0, output.GetProperty("score").GetDouble());
        Assert.True(output.GetProperty("evaluation").GetProperty("passed").GetBoolean());
        Assert.Equal("7", run.Output!.Value.GetProperty("score").GetRawText());
        var told = (await Admin.EventsAsync(run.Summary.Id)).Single(e => e.Type == RunEventTypes.NodeEvaluated);
        Assert.Equal(7.0, told.Data!.Value.GetProperty("score").GetDouble());
    }

    [Fact]
    public async Task A_score_that_is_too_low_fails_the_node()
    {
        var run = await running.RunToEndAsync(Workflow("fail"), item => FakeWorker.Done(item, stdout: "3"));

        Assert.Equal(RunStatus.Failed, run.Summary.Status);
        Assert.Equal("Its score is 3, below 7.", run.Node("write").Iterations[0].Reason);
    }

    [Fact]
    public async Task What_was_not_good_enough_is_done_again_with_what_the_evaluators_say()
    {
        var feedback = new ConcurrentQueue<string?>();
        var run = await running.RunToEndAsync(Workflow("retry"), item =>
        {
            if (item.Node == "write")
            {
                feedback.Enqueue(item.Shell!.Environment.GetValueOrDefault("SWARM_INPUT_FEEDBACK"));
                return FakeWorker.Done(item, stdout: $"text {item.Attempt}");
            }

            return FakeWorker.Done(item, stdout: item.Node.StartsWith("write.", StringComparison.Ordinal)
                ? $$"""{ "score": {{(item.Iteration * 4) + 1}}, "suggestions": ["Try harder."] }"""
                : "");
        });

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal(
            [null, "Its score is 5, below 7.\n- tests: Try harder.\n- judge: Try harder."], feedback);
        var write = Assert.Single(run.Node("write").Iterations);
        Assert.Equal((2, 9.0), (write.Attempts, write.Output!.Value.GetProperty("score").GetDouble()));
        Assert.Equal("text 2", write.Output!.Value.GetProperty("stdout").GetString());
    }

    [Fact]
    public async Task Work_is_not_done_again_for_ever()
    {
        var run = await running.RunToEndAsync(
            Workflow("retry", "attempts: 2"), item => FakeWorker.Done(item, stdout: "1"));

        Assert.Equal(RunStatus.Failed, run.Summary.Status);
        Assert.Equal(2, run.Node("write").Iterations[0].Attempts);
        Assert.Equal([1, 2], run.Node("write.tests").Iterations.Select(iteration => iteration.Number));
    }

    [Fact]
    public async Task A_loop_can_be_taken_by_the_score()
    {
        const string workflow = """
            version: 1
            name: loop-by-score
            nodes:
              write: { run: [write], evaluate: { below: continue, by: { judge: { run: [judge] } } } }
              mend:  { run: [mend] }
              use:   { run: [use] }
            edges:
              - { from: write, to: use, when: { path: score, greaterOrEqual: 7 } }
              - { from: write, to: mend, when: { path: score, lessThan: 7 } }
              - { from: mend, to: write, loop: { max: 3 } }
            """;
        var judged = 0;
        var run = await running.RunToEndAsync(workflow, item => FakeWorker.Done(
            item, stdout: item.Node.EndsWith(".judge", StringComparison.Ordinal) ? $"{4 * ++judged}" : ""));

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal(2, run.Node("write").Iteration);
        Assert.Equal(NodeStatus.Completed, run.Node("write@2.judge").Status);
    }

    [Theory]
    [InlineData("approve", "{}", RunStatus.Completed)]
    [InlineData("reject", "{}", RunStatus.Failed)]
    public async Task A_person_is_asked_about_a_low_score(string answer, string body, RunStatus expected)
    {
        await using var worker = await FakeWorker.StartAsync(
            running.Plane, item => FakeWorker.Done(item, stdout: "3"));
        var started = await Admin.RunAsync(Workflow("checkpoint"));
        var checkpoint = await Admin.WaitForCheckpointAsync(started.Summary.Id);

        Assert.Equal("write.checkpoint", checkpoint.Node);
        Assert.Equal(NodeStatus.Review, (await Admin.ReadRunAsync(started.Summary.Id)).Node("write").Status);
        Assert.Contains("Its score is 3, below 7.", checkpoint.Question, StringComparison.Ordinal);
        using var answered = await Admin.AnswerAsync(
            answer == "approve" ? CheckpointRoutes.Approve : CheckpointRoutes.Reject, checkpoint.Id, body);
        Assert.True(answered.IsSuccessStatusCode);
        var run = await Admin.WaitForEndAsync(started.Summary.Id);

        Assert.Equal(expected, run.Summary.Status);
    }

    [Fact]
    public async Task A_person_has_the_work_done_again_with_what_he_says()
    {
        await using var worker = await FakeWorker.StartAsync(running.Plane, item => FakeWorker.Done(
            item, stdout: item.Iteration == 1 ? """{ "score": 3, "issues": ["It is dull."] }""" : "8"));
        var started = await Admin.RunAsync(Workflow("checkpoint"));
        var checkpoint = await Admin.WaitForCheckpointAsync(started.Summary.Id);

        using var answered = await Admin.AnswerAsync(
            CheckpointRoutes.Correct,
            checkpoint.Id,
            """{ "feedback": "It is too long.", "correction": "Halve it." }""");
        Assert.True(answered.IsSuccessStatusCode);
        var run = await Admin.WaitForEndAsync(started.Summary.Id);

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        var again = worker.Claimed.Last(item => item.Node == "write").Shell!.Environment;
        Assert.EndsWith(
            "- judge: It is dull.\nIt is too long.", again["SWARM_INPUT_FEEDBACK"], StringComparison.Ordinal);
        Assert.Equal("Halve it.", again["SWARM_INPUT_CORRECTION"]);
    }

    [Fact]
    public async Task Experts_are_chosen_by_their_scores_and_items_are_judged_each_for_itself()
    {
        const string workflow = """
            version: 1
            name: best-score
            nodes:
              best:
                workflow:
                  pattern: mixture
                  decide: { best: score }
                  nodes:
                    a: { run: [say, a], evaluate: { below: continue, by: { judge: { run: [judge] } } } }
                    b: { run: [say, b], evaluate: { below: continue, by: { judge: { run: [judge] } } } }
              each:
                needs: []
                forEach: [1, 2]
                run: [say, "${item}"]
                evaluate: { below: continue, by: { judge: { run: [judge, "${item}", "${previous.stdout}"] } } }
            outputs: { winner: "${best.winner}", items: "${each.items}" }
            """;
        var run = await running.RunToEndAsync(workflow, item => FakeWorker.Done(item, stdout: item.Node switch
        {
            "best.a.judge" => "2",
            "best.b.judge" => "6",
            "each[0].judge" or "each[1].judge" => item.Shell!.Run![1],
            _ => item.Shell!.Run![^1],
        }));

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal("b", run.Output!.Value.GetProperty("winner").GetString());
        Assert.Equal(
            [1.0, 2.0],
            run.Output.Value.GetProperty("items").EnumerateArray()
                .Select(output => output.GetProperty("score").GetDouble()));
    }

    [Fact]
    public async Task An_evaluator_that_gives_no_score_fails_the_node()
    {
        var run = await running.RunToEndAsync(Workflow("continue"), item => FakeWorker.Done(
            item, stdout: item.Node == "write.judge" ? "[]" : "8"));

        Assert.Equal(RunStatus.Failed, run.Summary.Status);
        Assert.Equal(
            "The evaluator 'judge' gave no score from 0 to 10.", run.Node("write").Iterations[0].Reason);
    }

    [Fact]
    public async Task A_node_is_cancelled_while_it_is_judged()
    {
        FakeWorker worker = null!;
        await using var _ = worker = await FakeWorker.StartAsync(
            running.Plane,
            async (WorkItem item, CancellationToken cancellation) =>
                item.Node.StartsWith("write.", StringComparison.Ordinal)
                    ? await worker.WaitForCancelAsync(item, cancellation)
                    : FakeWorker.Done(item));
        var started = await Admin.RunAsync(Workflow("fail"));
        await Admin.WaitForAsync(started.Summary.Id, RunEventTypes.NodeStarted, "write.judge");

        await Admin.CancelAsync(started.Summary.Id, "No more.");
        var run = await Admin.WaitForEndAsync(started.Summary.Id);

        Assert.Equal(RunStatus.Cancelled, run.Summary.Status);
        Assert.Equal(NodeStatus.Cancelled, run.Node("write").Status);
        Assert.Equal(NodeStatus.Cancelled, run.Node("write.judge").Status);
    }

    private static string Workflow(string below, string more = "threshold: 7") => $$"""
        version: 1
        name: judged
        nodes:
          write:
            run: [write]
            evaluate:
              below: {{below}}
              {{more}}
              by:
                tests: { run: [run-tests], weight: 2 }
                judge: { run: [judge, "${previous.stdout}"] }
          use: { run: [use, "${write.score}"], needs: write }
        outputs: { score: "${write.score}" }
        """;
}
