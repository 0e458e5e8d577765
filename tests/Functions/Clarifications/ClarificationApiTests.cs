using System.Net;
using System.Net.Http.Json;
using Swarm.Contracts;
using Swarm.Contracts.Clarifications;
using Swarm.Contracts.Json;
using Swarm.Contracts.Problems;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.Functions.ControlPlanes;

namespace Swarm.Tests.Functions.Clarifications;

/// <summary>Questions over HTTP, asked by a worker in a real run.</summary>
public sealed class ClarificationApiTests(RunningPlane running) : IClassFixture<RunningPlane>
{
    private const string Workflow = """
        version: 1
        name: asking
        pattern: graph
        nodes:
          build: { run: [make] }
        """;

    private HttpClient Admin => running.Plane.Admin;

    [Fact]
    public async Task A_run_waits_for_the_answer_and_ends_with_it()
    {
        await using var worker = await FakeWorker.StartAsync(running.Plane, AskOnceAsync);
        var run = await Admin.RunAsync(Workflow);
        await Admin.WaitForAsync(run.Summary.Id, RunEventTypes.QuestionAsked);
        var asked = Assert.Single((await ListAsync($"?open=true&runId={run.Summary.Id}")).Items);

        var status = (await Admin.GetFromJsonAsync(
            $"api/v1/runs/{run.Summary.Id}", SwarmJsonContext.Default.RunDetail, Cancellation))!.Summary.Status;
        using var answer = await AnswerAsync(asked.Id, "blue");
        var ended = await Admin.WaitForEndAsync(run.Summary.Id);

        Assert.Equal(RunStatus.Checkpoint, status);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(RunStatus.Completed, ended.Summary.Status);
        Assert.Equal("blue", ended.Nodes.Single().Iterations[^1].Output!.Value.GetProperty("stdout").GetString());
        Assert.Empty((await ListAsync($"?open=true&runId={run.Summary.Id}")).Items);
        Assert.Single((await ListAsync($"?runId={run.Summary.Id}")).Items);
    }

    [Fact]
    public async Task A_run_that_is_cancelled_while_it_waits_ends_at_once()
    {
        await using var worker = await FakeWorker.StartAsync(running.Plane, AskOnceAsync);
        var run = await Admin.RunAsync(Workflow);
        await Admin.WaitForAsync(run.Summary.Id, RunEventTypes.QuestionAsked);

        await Admin.CancelAsync(run.Summary.Id, "Never mind.");
        var ended = await Admin.WaitForEndAsync(run.Summary.Id);

        Assert.Equal(RunStatus.Cancelled, ended.Summary.Status);
        var question = Assert.Single((await ListAsync($"?runId={run.Summary.Id}")).Items);
        Assert.Equal(ClarificationStatus.Cancelled, question.Status);
    }

    [Fact]
    public async Task A_worker_that_keeps_waiting_work_is_told_once_it_is_over()
    {
        await using var worker = await FakeWorker.StartAsync(running.Plane, AskOnceAsync);
        var run = await Admin.RunAsync(Workflow);
        await Admin.WaitForAsync(run.Summary.Id, RunEventTypes.QuestionAsked);
        var item = worker.Claimed.Single();
        using var client = running.Plane.CreateClient(worker.Key);

        var before = await OverAsync(client, item);
        await Admin.CancelAsync(run.Summary.Id, "Never mind.");
        await Admin.WaitForEndAsync(run.Summary.Id);

        Assert.Empty(before);
        Assert.Equal([item.Id], await OverAsync(client, item));
        Assert.Empty(await OverAsync(client, item with { Id = "unknown" }));
    }

    [Fact]
    public async Task Pages_of_questions_hold_each_of_them_once()
    {
        await using var worker = await FakeWorker.StartAsync(running.Plane, AskOnceAsync);
        var runs = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var run = await Admin.RunAsync(Workflow);
            await Admin.WaitForAsync(run.Summary.Id, RunEventTypes.QuestionAsked);
            runs.Add(run.Summary.Id);
        }

        var seen = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var place = cursor.Length > 0 ? $"&cursor={Uri.EscapeDataString(cursor)}" : "";
            var page = await ListAsync($"?limit=1{place}");
            seen.AddRange(page.Items.Select(question => question.RunId));
            cursor = page.NextCursor;
        }

        Assert.All(runs, run => Assert.Single(seen, run));
    }

    [Theory]
    [InlineData("""{"answer":""}""")]
    [InlineData("""{"answer":"   "}""")]
    public async Task An_answer_must_say_something(string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await Admin.PostAsync("api/v1/questions/none/answer", content, Cancellation);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync(SwarmJsonContext.Default.ProblemBody, Cancellation);
        Assert.Equal("/answer", Assert.Single(problem!.Errors!).Key);
    }

    [Fact]
    public async Task A_question_that_is_unknown_is_not_found()
    {
        using var answer = await AnswerAsync("none", "blue");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync(SwarmJsonContext.Default.ProblemBody, Cancellation);
        Assert.Equal(ProblemCodes.NotFound, problem!.Code);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Asks which colour, and prints the answer.</summary>
    private static Task<ReportRequest> AskOnceAsync(WorkItem item, CancellationToken cancellation) =>
        Task.FromResult(item.Answers is [var answer, ..]
            ? FakeWorker.Done(item, stdout: answer.Answer)
            : FakeWorker.Done(item) with
            {
                Outcome = WorkItemOutcome.Asked,
                Question = new WorkQuestion { Text = "Which colour?", Options = ["blue", "red"] },
            });

    private static async Task<IReadOnlyList<string>> OverAsync(HttpClient worker, WorkItem item)
    {
        var asked = new ParkedWorkRequest { Parked = [new ParkedWorkItem(item.RunId, item.Id)] };
        using var answer = await worker.PostAsJsonAsync(
            ApiRoutes.ParkedWork, asked, SwarmJsonContext.Default.ParkedWorkRequest, Cancellation);
        return (await answer.ReadAsync(SwarmJsonContext.Default.ParkedWorkResponse)).Over;
    }

    private async Task<Contracts.Paging.ListPage<Clarification>> ListAsync(string query) =>
        (await Admin.GetFromJsonAsync(
            $"api/v1/questions{query}", SwarmJsonContext.Default.ListPageClarification, Cancellation))!;

    private Task<HttpResponseMessage> AnswerAsync(string id, string text) => Admin.PostAsJsonAsync(
        $"api/v1/questions/{id}/answer",
        new AnswerClarificationRequest(text),
        SwarmJsonContext.Default.AnswerClarificationRequest,
        Cancellation);
}
