using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.Functions.ControlPlanes;

namespace Swarm.Tests.Functions.Patterns;

public sealed class MixtureTests(RunningPlane running) : IClassFixture<RunningPlane>
{
    [Fact]
    public async Task The_answer_that_most_give_wins()
    {
        const string workflow = """
            version: 1
            name: vote
            pattern: mixture
            nodes:
              a: { run: [a] }
              b: { run: [b] }
              c: { run: [c] }
            """;

        var run = await running.RunToEndAsync(workflow, item => FakeWorker.Done(item, stdout: item.Node switch
        {
            "a" => "The answer is 41.",
            "b" => "The answer  is 42.\n",
            _ => "the answer is 42.",
        }));

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        var output = run.Output!.Value;
        Assert.Equal("b", output.GetProperty("winner").GetString());
        Assert.Equal("The answer  is 42.", output.GetProperty("value").GetString());
        Assert.Equal(3, output.GetProperty("answers").GetInt32());
        Assert.Equal("the answer is 42.", output.GetProperty("votes").GetProperty("c").GetString());
    }

    [Fact]
    public async Task The_best_by_a_score_wins()
    {
        const string workflow = """
            version: 1
            name: best
            pattern: mixture
            decide: { best: value.score }
            nodes:
              a: { run: [a], output: json }
              b: { run: [b], output: json }
              c: { run: [c], output: json }
            """;

        var run = await running.RunToEndAsync(workflow, item => FakeWorker.Done(item, stdout: item.Node switch
        {
            "a" => """{ "score": 7.5, "text": "good" }""",
            "b" => """{ "score": 9, "text": "better" }""",
            _ => """{ "text": "no score" }""",
        }));

        Assert.Equal("b", run.Output!.Value.GetProperty("winner").GetString());
        Assert.Equal("better", run.Output!.Value.GetProperty("value").GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_node_makes_one_result_of_all_answers()
    {
        const string workflow = """
            version: 1
            name: synthesis
            pattern: mixture
            nodes:
              a: { run: [a] }
              b: { run: [b] }
            decide: { synthesiser: { run: [join, "${answers}"] } }
            """;

        var run = await running.RunToEndAsync(workflow, item => FakeWorker.Done(
            item, stdout: item.Node == "synthesiser" ? item.Shell!.Run![1] : $"from {item.Node}\n"));

        Assert.Equal(["a completed", "b completed", "synthesiser completed"], run.Statuses());
        Assert.Equal("""["from a","from b"]""", run.Output!.Value.GetProperty("value").GetString());
    }

    [Fact]
    public async Task A_quorum_is_enough_and_late_answers_are_ignored()
    {
        const string workflow = """
            version: 1
            name: quorum
            pattern: mixture
            quorum: 2
            nodes:
              a: { run: [a] }
              slow: { run: [slow] }
              b: { run: [b] }
            """;
        FakeWorker worker = null!;
        var slow = new TaskCompletionSource();
        await using var _ = worker = await FakeWorker.StartAsync(
            running.Plane,
            async (item, cancellation) =>
            {
                if (item.Node == "slow")
                {
                    slow.SetResult();
                    return await worker.WaitForCancelAsync(item, cancellation);
                }

                await slow.Task.WaitAsync(cancellation);
                return FakeWorker.Done(item, stdout: "yes");
            },
            slots: 3);

        var started = await running.Plane.Admin.RunAsync(workflow);
        var run = await running.Plane.Admin.WaitForEndAsync(started.Summary.Id);

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal(["a completed", "slow cancelled", "b completed"], run.Statuses());
        Assert.Equal(2, run.Output!.Value.GetProperty("answers").GetInt32());
    }

    [Fact]
    public async Task Too_few_answers_fail_the_run()
    {
        const string workflow = """
            version: 1
            name: no-quorum
            pattern: mixture
            quorum: 2
            nodes:
              a: { run: [a] }
              b: { run: [b] }
              c: { run: [c] }
            """;

        var run = await running.RunToEndAsync(
            workflow, item => item.Node == "a" ? FakeWorker.Done(item) : FakeWorker.Failed(item, "No idea."));

        Assert.Equal(RunStatus.Failed, run.Summary.Status);
        // Two failures of three end it, whether or not the one answer has come by then.
        Assert.Matches("^Only [01] of the 2 answers", run.Summary.Reason);
        Assert.EndsWith("No idea.", run.Summary.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mixture_is_a_node_of_a_graph()
    {
        const string workflow = """
            version: 1
            name: nested-mixture
            nodes:
              ask: { workflow: { pattern: mixture, nodes: { a: { run: [a] }, b: { run: [b] } } } }
              use: { run: [use, "${ask.value}", "${ask.winner}"], needs: ask }
            """;

        var run = await running.RunToEndAsync(workflow, Work);

        Assert.Equal(["ask completed", "ask.a completed", "ask.b completed", "use completed"], run.Statuses());
        Assert.Equal("use same a", run.Node("use").Iterations[0].Output!.Value.GetProperty("stdout").GetString());
    }

    private static ReportRequest Work(WorkItem item) =>
        FakeWorker.Done(item, stdout: item.Node == "use" ? string.Join(' ', item.Shell!.Run!) : "same");
}
