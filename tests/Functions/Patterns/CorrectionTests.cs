using System.Net;
using Swarm.Contracts;
using Swarm.Contracts.Checkpoints;
using Swarm.Contracts.Json;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.Functions.ControlPlanes;

namespace Swarm.Tests.Functions.Patterns;

/// <summary>A correction has the work before a checkpoint done again.</summary>
public sealed class CorrectionTests(RunningPlane running) : IClassFixture<RunningPlane>
{
    private HttpClient Admin => running.Plane.Admin;

    [Fact]
    public async Task The_work_is_done_again_with_what_was_said()
    {
        const string workflow = """
            version: 1
            name: corrected
            nodes:
              left:  { run: [left] }
              right: { tool: claude-code, prompt: Paint. }
              pause: { wait: PT1S, needs: right }
              gate:  { checkpoint: Well?, needs: [left, pause] }
              end:   { run: [end, "${left.stdout}"], needs: gate }
            """;
        await using var worker = await FakeWorker.StartAsync(
            running.Plane,
            item => FakeWorker.Done(item, stdout: $"{item.Node} {item.Iteration}"),
            tools: ["shell", "claude-code"]);
        var id = (await Admin.RunAsync(workflow)).Summary.Id;

        await AnswerAsync(
            id, 1, CheckpointRoutes.Correct, """{ "feedback": "Not ${so}.", "correction": "Be bold." }""");
        await AnswerAsync(id, 2, CheckpointRoutes.Approve, "{}");
        var run = await Admin.WaitForEndAsync(id);

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal([2, 2, 2, 2, 1], run.Nodes.Select(node => node.Iteration));
        var left = worker.Claimed.Single(item => item is { Node: "left", Iteration: 2 } && item.RunId == id);
        Assert.Equal("Not ${so}.", left.Shell!.Environment["SWARM_INPUT_FEEDBACK"]);
        Assert.Equal("Be bold.", left.Shell.Environment["SWARM_INPUT_CORRECTION"]);
        var right = worker.Claimed.Single(item => item is { Node: "right", Iteration: 2 } && item.RunId == id);
        Assert.EndsWith("\n\nNot ${so}.\n\nBe bold.", right.Ai!.Prompt, StringComparison.Ordinal);
        var end = worker.Claimed.Single(item => item.Node == "end" && item.RunId == id);
        Assert.Equal(["end", "left 2"], end.Shell!.Run);
    }

    [Fact]
    public async Task It_is_done_again_only_so_often()
    {
        const string workflow = """
            version: 1
            name: corrected-once
            pattern: sequential
            steps:
              - { id: work, run: [work] }
              - { id: gate, checkpoint: { question: Well?, corrections: 1 } }
            """;
        await using var worker = await FakeWorker.StartAsync(running.Plane, item => FakeWorker.Done(item));
        var id = (await Admin.RunAsync(workflow)).Summary.Id;
        const string feedback = """{ "feedback": "Again." }""";

        var first = await AnswerAsync(id, 1, CheckpointRoutes.Correct, feedback);
        var second = await WaitAsync(id, 2);
        using var refused = await Admin.AnswerAsync(CheckpointRoutes.Correct, second.Id, feedback);
        await AnswerAsync(id, 2, CheckpointRoutes.Skip, "{}");
        var run = await Admin.WaitForEndAsync(id);

        Assert.Equal((1, 0), (first.CorrectionsLeft, second.CorrectionsLeft));
        var problem = await refused.ReadProblemAsync(HttpStatusCode.Conflict);
        Assert.Contains("as often as it may be", problem.Detail, StringComparison.Ordinal);
        Assert.Equal(["work completed", "gate completed"], run.Statuses());
        Assert.Equal(2, worker.Claimed.Count(item => item.RunId == id));
    }

    [Fact]
    public async Task Work_hears_what_was_said_wherever_it_lies_inside_of_what_is_done_again()
    {
        const string workflow = """
            version: 1
            name: corrected-inside
            pattern: sequential
            steps:
              - id: build
                workflow:
                  nodes:
                    one:  { run: [one] }
                    own:  { run: [own], needs: one, input: { feedback: mine } }
                    each: { run: [each], needs: one, forEach: [1, 2] }
                    deep:
                      needs: one
                      workflow: { pattern: mixture, nodes: { a: { run: [a] }, b: { tool: claude-code, prompt: Say. } } }
              - { id: gate, checkpoint: Well? }
              - { id: end, run: [end] }
            """;
        await using var worker = await FakeWorker.StartAsync(
            running.Plane, item => FakeWorker.Done(item, stdout: "so"), tools: ["shell", "claude-code"]);
        var id = (await Admin.RunAsync(workflow)).Summary.Id;

        await AnswerAsync(id, 1, CheckpointRoutes.Correct, """{ "feedback": "Louder." }""");
        await AnswerAsync(id, 2, CheckpointRoutes.Approve, "{}");
        var run = await Admin.WaitForEndAsync(id);

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal(
            [
                "build@2.deep.a Louder.",
                "build@2.deep.b Louder.",
                "build@2.each[0] Louder.",
                "build@2.each[1] Louder.",
                "build@2.one Louder.",
                "build@2.own mine",
            ],
            worker.Claimed
                .Where(item => item.RunId == id && item.Node.StartsWith("build@2", StringComparison.Ordinal))
                .Select(item => $"{item.Node} {Heard(item)}")
                .Order());
        Assert.Equal("", Heard(worker.Claimed.Last(item => item.RunId == id && item.Node == "end")));
    }

    private static string? Heard(WorkItem item) => item.Ai is { } ai
        ? ai.Prompt.Split('\n')[^1]
        : item.Shell!.Environment.GetValueOrDefault("SWARM_INPUT_FEEDBACK", "");

    private async Task<CheckpointView> AnswerAsync(string runId, int iteration, string route, string body)
    {
        var asked = await WaitAsync(runId, iteration);
        using var answer = await Admin.AnswerAsync(route, asked.Id, body);
        return await answer.ReadAsync(SwarmJsonContext.Default.CheckpointView);
    }

    private async Task<CheckpointView> WaitAsync(string runId, int iteration)
    {
        await foreach (var told in Admin.FollowAsync(runId))
        {
            if (told.Type == RunEventTypes.CheckpointOpened && told.Iteration == iteration)
            {
                var id = told.Data!.Value.GetProperty("checkpointId").GetString()!;
                return await Admin.GetAsync(
                    Requests.Route(ApiRoutes.Checkpoint, Uri.EscapeDataString(id)),
                    SwarmJsonContext.Default.CheckpointView);
            }
        }

        throw new InvalidOperationException($"Run '{runId}' ended before it asked {iteration} times.");
    }
}
