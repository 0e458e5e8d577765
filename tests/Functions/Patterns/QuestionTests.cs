using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Swarm.Contracts.Checkpoints;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.Functions.ControlPlanes;
using Swarm.Tests.Functions.Crashes;

namespace Swarm.Tests.Functions.Patterns;

/// <summary>A person is asked about a result in the same way whatever the reason is.</summary>
public sealed class QuestionTests(RunningPlane running) : IClassFixture<RunningPlane>
{
    private const string Feedback = """{ "feedback": "Louder.", "correction": "Shout." }""";

    private HttpClient Admin => running.Plane.Admin;

    /// <summary>It asks so often; the score is too low; both at once.</summary>
    public static TheoryData<string> Reasons => new()
    {
        "checkpoints: high\nnodes: { a: { run: [a] }, b: { run: [b, \"${a.stdout}\"], needs: a } }",
        $"nodes: {{ a: {{ run: [a], {Judged} }}, b: {{ run: [b, \"${{a.stdout}}\"], needs: a }} }}",
        $"checkpoints: high\nnodes: {{ a: {{ run: [a], {Judged} }}, b: {{ run: [b, \"${{a.stdout}}\"], needs: a }} }}",
    };

    private static string Judged => "evaluate: { below: checkpoint, by: { judge: { run: [judge] } } }";

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task It_is_approved_or_skipped_and_the_run_goes_on(string nodes)
    {
        foreach (var route in new[] { CheckpointRoutes.Approve, CheckpointRoutes.Skip })
        {
            var run = await RunAsync(nodes, (_, _) => (route, "{}"));

            Assert.Equal(RunStatus.Completed, run.Summary.Status);
            Assert.Equal(1, run.Node("a").Iterations.Single().Attempts);
        }
    }

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task It_is_rejected_and_fails_with_the_persons_words(string nodes)
    {
        var run = await RunAsync(nodes, (_, _) => (CheckpointRoutes.Reject, """{ "feedback": "Ugly." }"""));

        Assert.Equal(RunStatus.Failed, run.Summary.Status);
        Assert.EndsWith("It was rejected: Ugly.", run.Node("a").Iterations.Single().Reason, StringComparison.Ordinal);
        Assert.Equal("text 1", run.Node("a").Iterations.Single().Output!.Value.GetProperty("stdout").GetString());
    }

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task It_is_corrected_three_times_and_not_once_more(string nodes)
    {
        var said = new List<string>();
        var left = new List<int?>();
        var run = await RunAsync(
            nodes,
            (asked, worker) =>
            {
                if (asked.Node != "a.checkpoint")
                {
                    return (CheckpointRoutes.Approve, "{}");
                }

                left.Add(asked.CorrectionsLeft);
                var environment = worker.Claimed.Last(item => item.Node == "a").Shell!.Environment;
                said.Add(environment.GetValueOrDefault("SWARM_INPUT_FEEDBACK", "")
                    + environment.GetValueOrDefault("SWARM_INPUT_CORRECTION"));
                return (CheckpointRoutes.Correct, Feedback);
            });

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal([3, 2, 1, 0], left);
        Assert.Equal("", said[0]);
        Assert.All(said.Skip(1), words => Assert.EndsWith("Louder.Shout.", words, StringComparison.Ordinal));
        Assert.Equal(4, run.Node("a").Iterations.Single().Attempts);
        Assert.Equal([1, 2, 3, 4], run.Node("a.checkpoint").Iterations.Select(asked => asked.Number));
        Assert.Equal("text 4", run.Node("a").Iterations.Single().Output!.Value.GetProperty("stdout").GetString());
    }

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task It_is_rejected_when_nobody_answers_within_a_day(string nodes)
    {
        var folder = Directory.CreateTempSubdirectory("swarm-unanswered-").FullName;
        string runId;
        await using (var plane = await ControlPlane.StartAsync(folder))
        {
            await using var worker = await FakeWorker.StartAsync(plane, Work);
            runId = (await plane.Admin.RunAsync(File(nodes))).Summary.Id;
            var asked = await plane.Admin.WaitForCheckpointAsync(runId);
            Assert.Equal(TimeSpan.FromHours(24), asked.ExpiresAt - asked.OpenedAt);
        }

        var clock = new LeapClock(TimeSpan.FromHours(25));
        await using (var plane = await ControlPlane.StartAsync(
            folder, services => services.AddSingleton<TimeProvider>(clock)))
        {
            var run = await plane.Admin.WaitForEndAsync(runId);

            Assert.Equal(RunStatus.Failed, run.Summary.Status);
            Assert.EndsWith("Nobody answered in time.", run.Node("a").Iterations[0].Reason, StringComparison.Ordinal);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task It_is_asked_no_more_once_the_run_is_cancelled(string nodes)
    {
        await using var worker = await FakeWorker.StartAsync(running.Plane, Work);
        var runId = (await Admin.RunAsync(File(nodes))).Summary.Id;
        var asked = await Admin.WaitForCheckpointAsync(runId);
        var waiting = await Admin.ReadRunAsync(runId);

        await Admin.CancelAsync(runId, "Enough.");
        var run = await Admin.WaitForEndAsync(runId);
        using var late = await Admin.AnswerAsync(CheckpointRoutes.Approve, asked.Id);

        Assert.Equal(("a.checkpoint", NodeStatus.Review), (asked.Node, waiting.Node("a").Status));
        Assert.Equal(RunStatus.Checkpoint, waiting.Summary.Status);
        Assert.Equal(NodeStatus.Cancelled, run.Node("a").Status);
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
    }

    [Fact]
    public async Task One_question_is_asked_where_two_reasons_meet()
    {
        var questions = new List<string>();
        await RunAsync(
            Reasons.Last().Data,
            (asked, _) =>
            {
                questions.Add(asked.Question);
                return (CheckpointRoutes.Approve, "{}");
            });

        Assert.Equal(2, questions.Count);
        Assert.Equal(
            "'a' has completed. Its score is 3, below 7.\nIs its result good enough to go on?", questions[0]);
        Assert.Equal("'b' has completed. Is its result good enough to go on?", questions[1]);
    }

    private static string File(string nodes) => $"version: 1\nname: questions\n{nodes}";

    private static ReportRequest Work(WorkItem item) => FakeWorker.Done(
        item, stdout: item.Node.EndsWith(".judge", StringComparison.Ordinal) ? "3" : $"text {item.Attempt}");

    /// <summary>Runs it to its end; each question is answered so, and approved where it can be corrected no more.
    /// </summary>
    private async Task<RunDetail> RunAsync(
        string nodes, Func<CheckpointView, FakeWorker, (string Route, string Body)> answer)
    {
        await using var worker = await FakeWorker.StartAsync(running.Plane, Work);
        var runId = (await Admin.RunAsync(File(nodes))).Summary.Id;
        await foreach (var told in Admin.FollowAsync(runId))
        {
            if (told.Type != RunEventTypes.CheckpointOpened)
            {
                continue;
            }

            var asked = await Admin.ReadCheckpointAsync(told.Data!.Value.GetProperty("checkpointId").GetString()!);
            var (route, body) = answer(asked, worker);
            using var answered = await Admin.AnswerAsync(route, asked.Id, body);
            if (route == CheckpointRoutes.Correct && asked.CorrectionsLeft == 0)
            {
                Assert.Equal(HttpStatusCode.Conflict, answered.StatusCode);
                using var approved = await Admin.AnswerAsync(CheckpointRoutes.Approve, asked.Id);
            }
            else
            {
                Assert.True(answered.IsSuccessStatusCode);
            }
        }

        return await Admin.ReadRunAsync(runId);
    }
}
