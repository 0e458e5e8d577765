using Swarm.Contracts.Checkpoints;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
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
        Assert.Equal("b a Louder.", run.Node("b").Iterations[^1].Output!.Value.GetProperty("stdout").GetString());
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

    [Fact]
    public async Task A_list_is_asked_about_once_and_all_of_it_is_done_again()
    {
        var run = await RunAsync(
            """
            version: 1
            name: asked-about-a-list
            checkpoints: high
            nodes:
              each: { run: [x, "${item}"], forEach: [1, 2] }
              deep: { needs: each, forEach: [3], workflow: { pattern: sequential, steps: [{ id: y, run: [y] }] } }
            outputs: { each: "${each.values}", deep: "${deep.items}" }
            """,
            told => told.Iteration == 1
                ? (CheckpointRoutes.Correct, """{ "feedback": "Louder." }""")
                : (CheckpointRoutes.Approve, "{}"));

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal("""["x 1 Louder.","x 2 Louder."]""", run.Output!.Value.GetProperty("each").GetRawText());
        Assert.Contains("y Louder.", run.Output!.Value.GetProperty("deep").GetRawText(), StringComparison.Ordinal);
        Assert.Equal([1, 2], run.Node("each[1]").Iterations.Select(done => done.Number));
        Assert.Equal((1, 2), (run.Node("each").Iteration, run.Node("each.checkpoint").Iteration));
        Assert.Equal(["deep.checkpoint", "each.checkpoint"], Questions(run));
    }

    [Fact]
    public async Task An_inner_workflow_asks_at_its_end_or_as_it_says_and_a_mixture_about_its_result()
    {
        var run = await RunAsync(
            """
            version: 1
            name: asked-inside
            checkpoints: high
            nodes:
              plain: { workflow: { pattern: sequential, steps: [{ id: a, run: [a] }, { id: b, run: [b] }] } }
              own:
                needs: plain
                workflow: { pattern: sequential, checkpoints: high, steps: [{ id: a, run: [a] }, { id: b, run: [b] }] }
              best:
                needs: own
                workflow: { pattern: mixture, nodes: { c: { run: [c] }, d: { run: [c] } } }
            outputs: { best: "${best.value}" }
            """,
            told => told is { Node: "best+checkpoint", Iteration: 1 }
                ? (CheckpointRoutes.Correct, """{ "feedback": "Louder." }""")
                : (CheckpointRoutes.Approve, "{}"));

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal(
            ["best+checkpoint", "own.a.checkpoint", "own.b.checkpoint", "plain.b.checkpoint"],
            Questions(run));
        Assert.Equal("c Louder.", run.Output!.Value.GetProperty("best").GetString());
        Assert.Equal(NodeStatus.Completed, run.Node("best+1.d").Status);
    }

    private static string? Heard(WorkItem item) => item.Shell!.Environment.GetValueOrDefault("SWARM_INPUT_FEEDBACK");

    private static IEnumerable<string> Questions(RunDetail run) => run.Nodes
        .Select(node => node.Path)
        .Where(path => path.EndsWith("checkpoint", StringComparison.Ordinal))
        .Order();

    private async Task<RunDetail> RunAsync(
        string workflow, Func<RunEvent, (string Route, string Body)> answer, params string[] done)
    {
        await using var worker = await FakeWorker.StartAsync(running.Plane, item => FakeWorker.Done(
            item,
            stdout: $"{string.Join(' ', item.Shell!.Run!)} {Heard(item)}".Trim()));
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
