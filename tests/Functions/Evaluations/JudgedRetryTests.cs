using Swarm.Contracts;
using Swarm.Contracts.Checkpoints;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.Functions.ControlPlanes;
using Swarm.Tests.Functions.Patterns;

namespace Swarm.Tests.Functions.Evaluations;

/// <summary>Runs that are retried, or run again from a node, with nodes that are judged.</summary>
public sealed class JudgedRetryTests(RunningPlane running) : IClassFixture<RunningPlane>
{
    private int _score = 8;
    private bool _isBroken = true;

    private HttpClient Admin => running.Plane.Admin;

    [Fact]
    public async Task What_was_judged_is_kept_with_its_score()
    {
        await using var worker = await FakeWorker.StartAsync(running.Plane, Work);
        var failed = await EndAsync(await Admin.RunAsync(Workflow("fail")), "");
        (_isBroken, _score) = (false, 1);

        var run = await AgainAsync(ApiRoutes.RetryRun, failed, "{}");

        Assert.Equal((RunStatus.Failed, RunStatus.Completed), (failed.Summary.Status, run.Summary.Status));
        Assert.Equal(["a", "a.judge", "b", "b"], Nodes(worker, run));
        Assert.Equal(["b", "8"], worker.Claimed.Last(item => item.RunId == run.Summary.Id).Shell!.Run);
        Assert.Equal(8, run.Node("a").Iterations[0].Output!.Value.GetProperty("score").GetDouble());
    }

    [Fact]
    public async Task What_runs_again_is_judged_anew()
    {
        _isBroken = false;
        await using var worker = await FakeWorker.StartAsync(running.Plane, Work);
        var first = await EndAsync(await Admin.RunAsync(Workflow("fail")), "");
        _score = 9;

        var run = await AgainAsync(ApiRoutes.RerunRun, first, """{ "node": "a" }""");

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal(["a", "a.judge", "b", "a", "a.judge", "b"], Nodes(worker, run));
        Assert.Equal(["b", "9"], worker.Claimed.Last(item => item.RunId == run.Summary.Id).Shell!.Run);
    }

    [Fact]
    public async Task What_failed_by_its_score_and_was_taken_up_is_kept_as_a_failure()
    {
        _score = 2;
        await using var worker = await FakeWorker.StartAsync(running.Plane, Work);
        var workflow = Workflow("fail").Replace("[a],", "[a], continueOnFailure: true,", StringComparison.Ordinal);
        var failed = await EndAsync(await Admin.RunAsync(workflow), "");
        (_isBroken, _score) = (false, 9);

        var run = await AgainAsync(ApiRoutes.RetryRun, failed, "{}");

        Assert.Equal((RunStatus.Failed, RunStatus.Completed), (failed.Summary.Status, run.Summary.Status));
        Assert.Equal(["a", "a.judge", "b", "b"], Nodes(worker, run));
        Assert.Equal(
            (NodeStatus.Failed, "Its score is 2, below 7."),
            (run.Node("a").Status, run.Node("a").Iterations[0].Reason));
    }

    [Fact]
    public async Task A_retry_after_a_rejection_asks_again_and_corrections_count_anew()
    {
        (_score, _isBroken) = (2, false);
        await using var worker = await FakeWorker.StartAsync(running.Plane, Work);
        var failed = await EndAsync(
            await Admin.RunAsync(Workflow("checkpoint")), "3 correct, 2 correct, 1 reject");

        var run = await AgainAsync(ApiRoutes.RetryRun, failed, "{}", "3 correct, 2 approve");

        Assert.Equal((RunStatus.Failed, RunStatus.Completed), (failed.Summary.Status, run.Summary.Status));
        Assert.Equal(
            ["a", "a.judge", "a", "a.judge", "a", "a.judge", "a", "a.judge", "a", "a.judge", "b"], Nodes(worker, run));
        Assert.Equal(2, run.Node("a").Iterations[^1].Attempts);
    }

    private static string Workflow(string below) => $$"""
        version: 1
        name: judged-again
        nodes:
          a: { run: [a], evaluate: { below: {{below}}, by: { judge: { run: [judge] } } } }
          b: { run: [b, "${a.score}"], needs: a }
        """;

    private static IEnumerable<string> Nodes(FakeWorker worker, RunDetail run) =>
        worker.Claimed.Where(item => item.RunId == run.Summary.Id).Select(item => item.Node);

    private ReportRequest Work(WorkItem item) =>
        item.Node == "b" && _isBroken ? FakeWorker.Failed(item, "Not yet.")
        : FakeWorker.Done(item, stdout: $"{_score}");

    private async Task<RunDetail> AgainAsync(string route, RunDetail run, string body, string answers = "")
    {
        using var accepted = await Admin.PostAsync(Requests.Route(route, run.Summary.Id), body);
        Assert.True(accepted.IsSuccessStatusCode);
        return await EndAsync(run, answers, run.LastEvent);
    }

    /// <summary>Goes on to the run's end; the answers come with how often it can be corrected.</summary>
    private async Task<RunDetail> EndAsync(RunDetail run, string answers, long after = 0)
    {
        var given = new List<string>();
        var left = new Queue<string>(answers.Split(", ", StringSplitOptions.RemoveEmptyEntries));
        await foreach (var told in Admin.FollowAsync(run.Summary.Id, after))
        {
            if (told.Type == RunEventTypes.CheckpointOpened)
            {
                var asked = await Admin.ReadCheckpointAsync(
                    told.Data!.Value.GetProperty("checkpointId").GetString()!);
                var answer = left.Dequeue().Split(' ')[1];
                given.Add($"{asked.CorrectionsLeft} {answer}");
                using var answered = await Admin.AnswerAsync(
                    CheckpointRoutes.Approve.Replace("approve", answer, StringComparison.Ordinal),
                    asked.Id,
                    """{ "feedback": "So." }""");
                Assert.True(answered.IsSuccessStatusCode);
            }

            if (told.Type is RunEventTypes.RunCompleted or RunEventTypes.RunFailed)
            {
                break;
            }
        }

        Assert.Equal(answers, string.Join(", ", given));
        return await Admin.ReadRunAsync(run.Summary.Id);
    }
}
