using Swarm.Contracts;
using Swarm.Contracts.Checkpoints;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Tests.Functions.ControlPlanes;
using Swarm.Tests.Functions.Patterns;

namespace Swarm.Tests.Functions.Control;

/// <summary>
/// A run is stopped while a person is asked about a result that he has corrected before: its retry goes on behind the
/// correction. It used to begin with what was corrected, and asked about that once more.
/// </summary>
public sealed class CorrectedRetryTests(RunningPlane running) : IClassFixture<RunningPlane>
{
    private const string Shout = """{ "feedback": "Louder.", "correction": "Shout." }""";

    private HttpClient Admin => running.Plane.Admin;

    public static TheoryData<string, string, string[]> Shapes => new()
    {
        { "run: [x], forEach: [1, 2]", "asked.checkpoint", ["asked[0]", "asked[0]", "asked[1]", "asked[1]"] },
        {
            "workflow: { pattern: mixture, nodes: { p: { run: [x] }, q: { run: [x] } } }",
            "asked+checkpoint",
            ["asked+1.p", "asked+1.q", "asked.p", "asked.q"]
        },
        { "run: [x]", "asked.checkpoint", ["asked", "asked", "asked"] },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task It_asks_about_the_corrected_result_and_keeps_it(string node, string question, string[] done)
    {
        await using var worker = await FakeWorker.StartAsync(running.Plane, item => FakeWorker.Done(item));
        var runId = await StopAsync(node);
        var before = (await Admin.ReadRunAsync(runId)).LastEvent;

        await Admin.ControlAsync(ApiRoutes.RetryRun, runId);
        var opened = await Admin.WaitForAsync(runId, RunEventTypes.CheckpointOpened, question, before);
        var asked = await ReadAsync(opened);
        using var answer = await Admin.AnswerAsync(CheckpointRoutes.Approve, asked.Id);
        var run = await Admin.WaitForEndAsync(runId, before);

        Assert.Equal((2, 3), (asked.Iteration, asked.CorrectionsLeft));
        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal(done, worker.Claimed.Where(item => item.RunId == runId).Select(item => item.Node).Order());
        var last = worker.Claimed.Last(item => item.RunId == runId).Shell!.Environment;
        Assert.Equal(("Louder.", "Shout."), (last["SWARM_INPUT_FEEDBACK"], last["SWARM_INPUT_CORRECTION"]));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    public async Task Who_runs_an_item_again_chooses_whether_the_correction_counts(int iteration, int expected)
    {
        await using var worker = await FakeWorker.StartAsync(running.Plane, item => FakeWorker.Done(item));
        var runId = await StopAsync("run: [x], forEach: [1, 2]");
        var before = (await Admin.ReadRunAsync(runId)).LastEvent;

        await Admin.ControlAsync(
            ApiRoutes.RerunRun, runId, $$"""{ "node": "asked[1]", "iteration": {{iteration}} }""");
        var opened = await Admin.WaitForAsync(runId, RunEventTypes.CheckpointOpened, "asked.checkpoint", before);
        var asked = await ReadAsync(opened);
        using var answer = await Admin.AnswerAsync(CheckpointRoutes.Approve, asked.Id);
        await Admin.WaitForEndAsync(runId, before);

        Assert.Equal(expected, asked.Iteration);
        var again = worker.Claimed.Where(item => item.RunId == runId).Skip(4).ToList();
        Assert.Equal(("asked[1]", iteration), (again[0].Node, again[0].Iteration));
        Assert.Single(again);
        Assert.Equal(iteration == 2, again[0].Shell!.Environment.ContainsKey("SWARM_INPUT_FEEDBACK"));
    }

    /// <summary>A run that was stopped when it asked for the second time.</summary>
    private async Task<string> StopAsync(string node)
    {
        var runId = (await Admin.RunAsync(
            $"version: 1\nname: corrected\ncheckpoints: low\nnodes: {{ asked: {{ {node} }} }}")).Summary.Id;
        var isCorrected = false;
        await foreach (var told in Admin.FollowAsync(runId))
        {
            if (told.Type != RunEventTypes.CheckpointOpened)
            {
                continue;
            }

            if (isCorrected)
            {
                await Admin.ControlAsync(ApiRoutes.StopRun, runId);
                continue;
            }

            isCorrected = true;
            using var answer = await Admin.AnswerAsync(CheckpointRoutes.Correct, (await ReadAsync(told)).Id, Shout);
            Assert.True(answer.IsSuccessStatusCode);
        }

        return runId;
    }

    private Task<CheckpointView> ReadAsync(RunEvent opened) =>
        Admin.ReadCheckpointAsync(opened.Data!.Value.GetProperty("checkpointId").GetString()!);
}
