using System.Net;
using Swarm.Contracts;
using Swarm.Contracts.Checkpoints;
using Swarm.Contracts.Json;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Tests.Functions.ControlPlanes;

namespace Swarm.Tests.Functions.Patterns;

public sealed class CheckpointTests(RunningPlane running) : IClassFixture<RunningPlane>
{
    private const string Workflow = """
        version: 1
        name: gated
        inputs: { version: { type: string, default: "7" } }
        nodes:
          gate:   { checkpoint: "Shall we deploy version ${inputs.version}?" }
          deploy: { run: [deploy] }
          again:  { run: [again, "${gate.feedback}"] }
        edges:
          - { from: gate, to: deploy, when: { path: decision, in: [approved, skipped] } }
          - { from: gate, to: again, when: { path: decision, equals: corrected } }
        """;

    private HttpClient Admin => running.Plane.Admin;

    [Fact]
    public async Task A_run_waits_for_the_answer_and_is_shown_so()
    {
        var started = await Admin.RunAsync(Workflow);
        var asked = await Admin.WaitForCheckpointAsync(started.Summary.Id);
        var waiting = await Admin.ReadRunAsync(started.Summary.Id);
        var open = await Admin.GetAsync(
            ApiRoutes.Checkpoints + "?open=true", SwarmJsonContext.Default.ListPageCheckpointView);

        await using var worker = await FakeWorker.StartAsync(running.Plane, item => FakeWorker.Done(item));
        using var answer = await Admin.AnswerAsync(CheckpointRoutes.Approve, asked.Id);
        var run = await Admin.WaitForEndAsync(started.Summary.Id);
        var left = await Admin.GetAsync(
            ApiRoutes.Checkpoints + "?open=true", SwarmJsonContext.Default.ListPageCheckpointView);

        Assert.Equal("Shall we deploy version 7?", asked.Question);
        Assert.Equal(TimeSpan.FromHours(24), asked.ExpiresAt - asked.OpenedAt);
        Assert.Equal(RunStatus.Checkpoint, waiting.Summary.Status);
        Assert.Equal("gate review", waiting.Statuses().First());
        Assert.Contains(open.Items, checkpoint => checkpoint.Id == asked.Id);
        Assert.DoesNotContain(left.Items, checkpoint => checkpoint.Id == asked.Id);
        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal(["gate completed", "deploy completed", "again skipped"], run.Statuses());
    }

    [Fact]
    public async Task A_rejection_fails_the_node()
    {
        var started = await Admin.RunAsync(Workflow);
        var asked = await Admin.WaitForCheckpointAsync(started.Summary.Id);

        using var answer = await Admin.AnswerAsync(
            CheckpointRoutes.Reject, asked.Id, """{ "feedback": "Too early." }""");
        var run = await Admin.WaitForEndAsync(started.Summary.Id);

        Assert.Equal(RunStatus.Failed, run.Summary.Status);
        Assert.Equal("Node 'gate' failed: It was rejected: Too early.", run.Summary.Reason);
    }

    [Fact]
    public async Task A_correction_is_handed_on()
    {
        await using var worker = await FakeWorker.StartAsync(running.Plane, item => FakeWorker.Done(item));
        var started = await Admin.RunAsync(Workflow);
        var asked = await Admin.WaitForCheckpointAsync(started.Summary.Id);

        using var silent = await Admin.AnswerAsync(CheckpointRoutes.Correct, asked.Id);
        using var answer = await Admin.AnswerAsync(
            CheckpointRoutes.Correct, asked.Id, """{ "feedback": "Other colours." }""");
        var run = await Admin.WaitForEndAsync(started.Summary.Id);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, silent.StatusCode);
        Assert.Equal(["gate completed", "deploy skipped", "again completed"], run.Statuses());
        Assert.Equal(["again", "Other colours."], worker.Claimed.Single().Shell!.Run);
    }

    [Fact]
    public async Task The_same_answer_twice_is_one_and_another_is_refused()
    {
        await using var worker = await FakeWorker.StartAsync(running.Plane, item => FakeWorker.Done(item));
        var started = await Admin.RunAsync(Workflow);
        var asked = await Admin.WaitForCheckpointAsync(started.Summary.Id);

        using var first = await Admin.AnswerAsync(CheckpointRoutes.Skip, asked.Id);
        using var second = await Admin.AnswerAsync(CheckpointRoutes.Skip, asked.Id);
        using var other = await Admin.AnswerAsync(CheckpointRoutes.Reject, asked.Id);
        var run = await Admin.WaitForEndAsync(started.Summary.Id);

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Conflict],
            [first.StatusCode, second.StatusCode, other.StatusCode]);
        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        var events = await Admin.EventsAsync(started.Summary.Id);
        Assert.Single(events, told => told.Type == RunEventTypes.CheckpointClosed);
    }

    [Theory]
    [InlineData("reject", RunStatus.Failed, CheckpointStatus.Rejected)]
    [InlineData("approve", RunStatus.Completed, CheckpointStatus.Approved)]
    [InlineData("skip", RunStatus.Completed, CheckpointStatus.Skipped)]
    public async Task What_nobody_answers_in_time_is_decided_by_the_workflow(
        string onExpiry, RunStatus expected, CheckpointStatus decision)
    {
        var started = await Admin.RunAsync(
            $$"""
            version: 1
            name: expiring
            nodes:
              gate: { checkpoint: { question: "Well?", expiresAfter: PT1S, onExpiry: {{onExpiry}} } }
            """);
        var asked = await Admin.WaitForCheckpointAsync(started.Summary.Id);
        var run = await Admin.WaitForEndAsync(started.Summary.Id);

        var closed = await Admin.GetAsync(
            Requests.Route(ApiRoutes.Checkpoint, Uri.EscapeDataString(asked.Id)),
            SwarmJsonContext.Default.CheckpointView);
        Assert.Equal(expected, run.Summary.Status);
        Assert.Equal((decision, true), (closed.Status, closed.Expired));
    }

    [Fact]
    public async Task Cancelling_the_run_closes_the_checkpoint()
    {
        var started = await Admin.RunAsync(Workflow);
        var asked = await Admin.WaitForCheckpointAsync(started.Summary.Id);

        await Admin.CancelAsync(started.Summary.Id, "Enough.");
        var run = await Admin.WaitForEndAsync(started.Summary.Id);
        using var late = await Admin.AnswerAsync(CheckpointRoutes.Approve, asked.Id);

        Assert.Equal(RunStatus.Cancelled, run.Summary.Status);
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
    }
}
