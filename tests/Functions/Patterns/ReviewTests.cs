using Swarm.Contracts.Checkpoints;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Tests.Functions.ControlPlanes;

namespace Swarm.Tests.Functions.Patterns;

/// <summary>A workflow says how often it asks, and people are asked about results without any node that asks.</summary>
public sealed class ReviewTests(RunningPlane running) : IClassFixture<RunningPlane>
{
    private HttpClient Admin => running.Plane.Admin;

    [Theory]
    [InlineData("low", "c")]
    [InlineData("medium", "b c")]
    [InlineData("high", "a b c")]
    public async Task The_frequency_says_after_which_steps(string frequency, string expected)
    {
        var run = await RunAsync(
            $$"""
            version: 1
            name: asked-{{frequency}}
            pattern: sequential
            checkpoints: {{frequency}}
            steps: [{ id: a, run: [a] }, { id: b, run: [b] }, { id: c, run: [c] }]
            """,
            _ => (CheckpointRoutes.Approve, "{}"));

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal(
            expected.Split(' ').Select(node => $"{node}.checkpoint completed"),
            run.Statuses().Where(status => status.Contains('.', StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_corrected_result_is_made_again_with_what_was_said_before_anything_follows()
    {
        var run = await RunAsync(
            """
            version: 1
            name: asked-again
            checkpoints: high
            nodes:
              a: { run: [a] }
              b: { run: [b, "${a.stdout}"], needs: a }
            """,
            told => told is { Node: "a.checkpoint", Iteration: 1 }
                ? (CheckpointRoutes.Correct, """{ "feedback": "Louder." }""")
                : (CheckpointRoutes.Approve, "{}"),
            "a", "a", "b");

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal((1, 2), (run.Node("a").Iteration, run.Node("a.checkpoint").Iteration));
        Assert.Equal("b Louder.", run.Node("b").Iterations[^1].Output!.Value.GetProperty("stdout").GetString());
    }

    [Fact]
    public async Task A_rejected_result_fails_its_node()
    {
        var run = await RunAsync(
            """
            version: 1
            name: asked-in-vain
            checkpoints: low
            nodes: { a: { run: [a] } }
            """,
            _ => (CheckpointRoutes.Reject, """{ "feedback": "Ugly." }"""));

        Assert.Equal(RunStatus.Failed, run.Summary.Status);
        Assert.Contains("Ugly.", run.Summary.Reason, StringComparison.Ordinal);
    }

    private async Task<RunDetail> RunAsync(
        string workflow, Func<RunEvent, (string Route, string Body)> answer, params string[] done)
    {
        await using var worker = await FakeWorker.StartAsync(running.Plane, item => FakeWorker.Done(
            item,
            stdout: item.Shell!.Environment.GetValueOrDefault("SWARM_INPUT_FEEDBACK")
                ?? string.Join(' ', item.Shell.Run!)));
        var id = (await Admin.RunAsync(workflow)).Summary.Id;
        await foreach (var told in Admin.FollowAsync(id))
        {
            if (told.Type == RunEventTypes.CheckpointOpened)
            {
                var (route, body) = answer(told);
                using var answered = await Admin.AnswerAsync(
                    route, told.Data!.Value.GetProperty("checkpointId").GetString()!, body);
                Assert.True(answered.IsSuccessStatusCode);
            }
        }

        var claimed = worker.Claimed.Where(item => item.RunId == id).Select(item => item.Node).ToList();
        Assert.True(done.Length == 0 || done.SequenceEqual(claimed), string.Join(' ', claimed));
        return await Admin.ReadRunAsync(id);
    }
}
