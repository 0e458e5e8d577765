using System.Net;
using Swarm.Contracts;
using Swarm.Contracts.Checkpoints;
using Swarm.Contracts.Json;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.Functions.ControlPlanes;
using Swarm.Tests.Functions.Patterns;

namespace Swarm.Tests.Functions.Control;

/// <summary>A person has a run ask before it goes on.</summary>
public sealed class OpenCheckpointTests(RunningPlane running) : IClassFixture<RunningPlane>
{
    /// <summary>It waits for its event, so that there is time to open something.</summary>
    private const string Pipeline = """
        version: 1
        name: opened
        nodes:
          go: { wait: { event: go } }
          a:  { run: [a], needs: go }
          b:  { run: [b, "${a.stdout}"], needs: a }
          c:  { run: [c], needs: b }
        """;

    private HttpClient Admin => running.Plane.Admin;

    [Theory]
    [InlineData("b", "b")]
    [InlineData(null, "a")]
    public async Task The_run_asks_before_the_node_that_is_named_or_the_next_one(string? node, string expected)
    {
        await using var worker = await FakeWorker.StartAsync(running.Plane, Work);
        var runId = await BeginAsync(Pipeline, node);
        var asked = await Admin.WaitForCheckpointAsync(runId);
        var waiting = await Admin.ReadRunAsync(runId);
        var before = Nodes(worker, runId);

        using var answer = await Admin.AnswerAsync(CheckpointRoutes.Approve, asked.Id);
        var run = await Admin.WaitForEndAsync(runId);

        Assert.Equal(($"{expected}.before", "Look at ${this}."), (asked.Node, asked.Question));
        Assert.Equal(TimeSpan.FromHours(24), asked.ExpiresAt - asked.OpenedAt);
        Assert.Equal((RunStatus.Checkpoint, NodeStatus.Review), (
            waiting.Summary.Status, waiting.Node(expected).Status));
        Assert.DoesNotContain(expected, before);
        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal(["a", "b", "c"], Nodes(worker, runId));
        var opened = Assert.Single(await ListAsync(runId));
        Assert.Equal((expected, true), (opened.AsksBefore, opened.IsSettled));
    }

    [Fact]
    public async Task Who_rejects_it_fails_the_node_that_was_to_begin()
    {
        await using var worker = await FakeWorker.StartAsync(running.Plane, Work);
        var runId = await BeginAsync(Pipeline, "b");
        var asked = await Admin.WaitForCheckpointAsync(runId);

        using var answer = await Admin.AnswerAsync(
            CheckpointRoutes.Reject, asked.Id, """{ "feedback": "Not so." }""");
        var run = await Admin.WaitForEndAsync(runId);

        Assert.Equal(RunStatus.Failed, run.Summary.Status);
        Assert.Equal("Node 'b' failed: It was rejected: Not so.", run.Summary.Reason);
        Assert.Equal(["a"], Nodes(worker, runId));
    }

    [Fact]
    public async Task Who_corrects_it_has_the_work_before_done_again_and_is_asked_again()
    {
        await using var worker = await FakeWorker.StartAsync(running.Plane, Work);
        var runId = await BeginAsync(Pipeline, "b");
        var left = await AnswerAllAsync(runId, corrections: 3);
        var run = await Admin.ReadRunAsync(runId);

        Assert.Equal([3, 2, 1, 0], left);
        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal(["a", "a", "a", "a", "b", "c"], Nodes(worker, runId));
        var again = worker.Claimed.Last(item => item.RunId == runId && item.Node == "a").Shell!.Environment;
        Assert.Equal(("Louder.", "Shout."), (again["SWARM_INPUT_FEEDBACK"], again["SWARM_INPUT_CORRECTION"]));
        Assert.Equal((4, 4), (run.Node("a").Iteration, run.Node("b").Iteration));
        Assert.Equal("b a 4", run.Node("b").Iterations[^1].Output!.Value.GetProperty("stdout").GetString());
        Assert.Equal(NodeStatus.Skipped, run.Node("b").Iterations[0].Status);
    }

    [Fact]
    public async Task A_retry_keeps_what_was_done_again()
    {
        var isBroken = true;
        await using var worker = await FakeWorker.StartAsync(
            running.Plane,
            item => item.Node == "c" && isBroken ? FakeWorker.Failed(item, "Not yet.") : Work(item));
        var runId = await BeginAsync(Pipeline, "b");
        await AnswerAllAsync(runId, corrections: 1);
        var failed = await Admin.ReadRunAsync(runId);
        isBroken = false;

        using var retried = await Admin.PostAsync(Requests.Route(ApiRoutes.RetryRun, runId), "{}");
        var run = await Admin.WaitForEndAsync(runId, failed.LastEvent);

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal(["a", "a", "b", "c", "c"], Nodes(worker, runId));
        Assert.Equal((2, 2), (run.Node("a").Iteration, run.Node("b").Iteration));
    }

    [Fact]
    public async Task A_list_and_an_inner_workflow_are_asked_about_before_anything_in_them_begins()
    {
        const string workflow = """
            version: 1
            name: opened-inside
            nodes:
              go:    { wait: { event: go } }
              a:     { run: [a], needs: go }
              each:  { run: [x], forEach: [1, 2], needs: a }
              inner:
                needs: each
                workflow: { pattern: sequential, steps: [{ id: x, run: [x] }, { id: y, run: [y] }] }
            """;
        await using var worker = await FakeWorker.StartAsync(running.Plane, Work);
        var runId = (await Admin.RunAsync(workflow)).Summary.Id;
        foreach (var node in new[] { "each", "inner", "inner.y" })
        {
            await OpenAsync(runId, $$"""{ "message": "Well?", "node": "{{node}}" }""");
        }

        await Admin.SendEventAsync(runId, "go", "1");
        var asked = new List<string>();
        await foreach (var told in Admin.FollowAsync(runId))
        {
            if (told.Type == RunEventTypes.CheckpointOpened)
            {
                asked.Add($"{told.Node} after {string.Join(' ', Nodes(worker, runId).Order())}");
                var id = told.Data!.Value.GetProperty("checkpointId").GetString()!;
                using var answer = await Admin.AnswerAsync(CheckpointRoutes.Skip, id);
            }
        }

        Assert.Equal(
            [
                "each.before after a",
                "inner+before after a each[0] each[1]",
                "inner.y.before after a each[0] each[1] inner.x",
            ],
            asked);
        Assert.Equal(RunStatus.Completed, (await Admin.ReadRunAsync(runId)).Summary.Status);
    }

    [Theory]
    [InlineData(CheckpointRoutes.Approve, true)]
    [InlineData(CheckpointRoutes.Reject, false)]
    public async Task What_waits_in_a_queue_is_held_until_the_answer(string route, bool isDone)
    {
        const string tool = "held-tool";
        const string workflow = $$"""
            version: 1
            name: held
            nodes:
              a: { tool: {{tool}}, prompt: Do a., retry: { attempts: 2, backoff: PT0S } }
              b: { tool: {{tool}}, prompt: Do b. }
            """;
        var runId = (await Admin.RunAsync(workflow)).Summary.Id;
        await Admin.WaitForAsync(runId, RunEventTypes.NodeQueued, "a");
        await Admin.WaitForAsync(runId, RunEventTypes.NodeQueued, "b");

        var opened = await OpenAsync(runId, """{ "message": "Well?", "node": "a" }""");
        var asked = await Admin.WaitForCheckpointAsync(runId);
        await using var worker = await FakeWorker.StartAsync(
            running.Plane,
            item => item is { Node: "a", Attempt: 1 } ? FakeWorker.Failed(item, "Once.") : FakeWorker.Done(item),
            tools: [tool]);
        await Admin.WaitForAsync(runId, RunEventTypes.NodeCompleted, "b");
        var waiting = (await Admin.ReadRunAsync(runId)).Node("a");
        var before = Nodes(worker, runId);
        using var answer = await Admin.AnswerAsync(route, asked.Id);
        var run = await Admin.WaitForEndAsync(runId);

        Assert.Equal(("a", "a.before"), (opened.AsksBefore, asked.Node));
        Assert.Equal(NodeStatus.Review, waiting.Status);
        Assert.Equal(["b"], before);
        Assert.Equal(isDone ? ["b", "a", "a"] : ["b"], Nodes(worker, runId));
        Assert.Equal(isDone ? RunStatus.Completed : RunStatus.Failed, run.Summary.Status);
        Assert.Equal(isDone ? 2 : 1, run.Node("a").Iterations[^1].Attempts);
    }

    [Fact]
    public async Task Without_a_node_what_has_waited_the_longest_is_held_and_what_a_worker_has_goes_on()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        const string tool = "busy-tool";
        const string workflow = $$"""
            version: 1
            name: held
            nodes:
              a: { tool: {{tool}}, prompt: Do a., needs: [] }
              b: { wait: { event: go } }
              c: { tool: {{tool}}, prompt: Do c., needs: b }
              d: { tool: {{tool}}, prompt: Do d., needs: b }
            """;
        await using var worker = await FakeWorker.StartAsync(
            running.Plane,
            async (item, cancellation) =>
            {
                begun.TrySetResult();
                await end.Task.WaitAsync(cancellation);
                return FakeWorker.Done(item);
            },
            slots: 1,
            tools: [tool]);
        var runId = (await Admin.RunAsync(workflow)).Summary.Id;
        await begun.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await Admin.SendEventAsync(runId, "go", "1");
        await Admin.WaitForAsync(runId, RunEventTypes.NodeQueued, "c");
        await Admin.WaitForAsync(runId, RunEventTypes.NodeQueued, "d");

        var opened = await OpenAsync(runId, """{ "message": "Well?" }""");
        var asked = await Admin.WaitForCheckpointAsync(runId);
        end.SetResult();
        var other = opened.AsksBefore == "c" ? "d" : "c";
        await Admin.WaitForAsync(runId, RunEventTypes.NodeCompleted, other);
        var before = Nodes(worker, runId);
        using var answer = await Admin.AnswerAsync(CheckpointRoutes.Skip, asked.Id);
        await Admin.WaitForEndAsync(runId);

        Assert.Equal(["a", other], before);
        Assert.Equal(["a", other, opened.AsksBefore!], Nodes(worker, runId));
    }

    [Fact]
    public async Task What_comes_again_is_opened_once()
    {
        var runId = (await Admin.RunAsync(Pipeline)).Summary.Id;
        const string body = """{ "message": "Well?", "key": "one" }""";

        var first = await OpenAsync(runId, body);
        var second = await OpenAsync(runId, body);
        var third = await OpenAsync(runId, """{ "message": "Well?" }""", key: "one");
        using var other = await Admin.PostAsync(
            Requests.Route(ApiRoutes.RunCheckpoints, runId), """{ "message": "Really?", "key": "one" }""");
        await Admin.CancelAsync(runId, "Enough.");
        await Admin.WaitForEndAsync(runId);
        var known = await OpenAsync(runId, body);
        using var late = await Admin.PostAsync(
            Requests.Route(ApiRoutes.RunCheckpoints, runId), """{ "message": "Well?" }""");

        Assert.Equal([1, 1, 1, 1], [first.Number, second.Number, third.Number, known.Number]);
        Assert.Single(await ListAsync(runId));
        Assert.Equal(
            [HttpStatusCode.Conflict, HttpStatusCode.Conflict], [other.StatusCode, late.StatusCode]);
        Assert.Single(await Admin.EventsAsync(runId), told => told.Type == RunEventTypes.CheckpointRequested);
    }

    [Theory]
    [InlineData("""{ "message": " " }""", "/message")]
    [InlineData("""{ "message": "x", "node": "nobody" }""", "/node")]
    [InlineData("""{ "message": "x", "node": "go" }""", "/node")]
    [InlineData("""{ "message": "x", "key": "" }""", "/key")]
    public async Task What_cannot_be_opened_is_refused(string body, string field)
    {
        var runId = (await Admin.RunAsync(Pipeline)).Summary.Id;

        using var refused = await Admin.PostAsync(Requests.Route(ApiRoutes.RunCheckpoints, runId), body);

        var problem = await refused.ReadProblemAsync(HttpStatusCode.UnprocessableEntity);
        Assert.Equal(field, Assert.Single(problem.Errors!).Key);
    }

    private static ReportRequest Work(WorkItem item) => FakeWorker.Done(
        item,
        stdout: item.Node == "a" ? $"a {item.Iteration}" : string.Join(' ', item.Shell!.Run!));

    private static List<string> Nodes(FakeWorker worker, string runId) =>
        [.. worker.Claimed.Where(item => item.RunId == runId).Select(item => item.Node)];

    /// <summary>Begins a run with a checkpoint opened before anything but its wait has begun.</summary>
    private async Task<string> BeginAsync(string workflow, string? node)
    {
        var runId = (await Admin.RunAsync(workflow)).Summary.Id;
        await OpenAsync(
            runId,
            node is null
                ? """{ "message": "Look at ${this}." }"""
                : $$"""{ "message": "Look at ${this}.", "node": "{{node}}" }""");
        await Admin.SendEventAsync(runId, "go", "1");
        return runId;
    }

    /// <summary>Corrects so often, then approves; says how often it could have been corrected each time.</summary>
    private async Task<List<int?>> AnswerAllAsync(string runId, int corrections)
    {
        var left = new List<int?>();
        await foreach (var told in Admin.FollowAsync(runId))
        {
            if (told.Type == RunEventTypes.CheckpointOpened)
            {
                var asked = await Admin.ReadCheckpointAsync(
                    told.Data!.Value.GetProperty("checkpointId").GetString()!);
                var route = left.Count < corrections ? CheckpointRoutes.Correct : CheckpointRoutes.Approve;
                left.Add(asked.CorrectionsLeft);
                using var answer = await Admin.AnswerAsync(
                    route, asked.Id, """{ "feedback": "Louder.", "correction": "Shout." }""");
                Assert.True(answer.IsSuccessStatusCode);
            }
        }

        return left;
    }

    private async Task<OpenedCheckpoint> OpenAsync(string runId, string body, string? key = null)
    {
        using var answer = await Admin.PostAsync(Requests.Route(ApiRoutes.RunCheckpoints, runId), body, key);
        return await answer.ReadAsync(SwarmJsonContext.Default.OpenedCheckpoint);
    }

    private async Task<IReadOnlyList<OpenedCheckpoint>> ListAsync(string runId) => (await Admin.GetAsync(
        Requests.Route(ApiRoutes.RunCheckpoints, runId), SwarmJsonContext.Default.ListPageOpenedCheckpoint)).Items;
}
