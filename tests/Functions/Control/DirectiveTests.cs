using System.Net;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Runs;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.Functions.ControlPlanes;

namespace Swarm.Tests.Functions.Control;

/// <summary>What people say to a run reaches the work that starts after it.</summary>
public sealed class DirectiveTests(RunningPlane running) : IClassFixture<RunningPlane>
{
    private const string Workflow = """
        version: 1
        name: directed-by-people
        nodes:
          first: { run: [first] }
          next:  { run: [next], needs: first }
          other: { run: [other], needs: first }
        """;

    private HttpClient Admin => running.Plane.Admin;

    [Fact]
    public async Task Work_that_starts_later_hears_what_is_for_it()
    {
        var release = new TaskCompletionSource();
        await using var worker = await FakeWorker.StartAsync(running.Plane, async (item, cancellation) =>
        {
            await (item.Node == "first" ? release.Task.WaitAsync(cancellation) : Task.CompletedTask);
            return FakeWorker.Done(item);
        });
        var id = (await Admin.RunAsync(Workflow)).Summary.Id;
        await Admin.WaitForAsync(id, RunEventTypes.NodeStarted, "first");

        await GiveAsync(id, """{ "text": "For all." }""");
        await GiveAsync(id, """{ "text": "For next.", "node": "next" }""");
        release.SetResult();
        await Admin.WaitForEndAsync(id);

        var heard = worker.Claimed.Where(item => item.RunId == id).ToDictionary(i => i.Node, i => i.Directives);
        Assert.Empty(heard["first"]);
        Assert.Equal(["For all.", "For next."], heard["next"]);
        Assert.Equal(["For all."], heard["other"]);
        var events = await Admin.EventsAsync(id);
        Assert.Equal(2, events.Count(told => told.Type == RunEventTypes.DirectiveGiven));
    }

    [Fact]
    public async Task Work_that_runs_hears_what_was_said_since_its_claim_and_the_run_tells_which()
    {
        var first = new TaskCompletionSource();
        var claimed = new TaskCompletionSource<WorkItem>();
        var release = new TaskCompletionSource<ReportRequest>();
        await using var worker = await FakeWorker.StartAsync(running.Plane, (item, cancellation) =>
        {
            if (item.Node != "next")
            {
                return DoneAfterAsync(item.Node == "first" ? first.Task : Task.CompletedTask, item, cancellation);
            }

            claimed.SetResult(item);
            return release.Task.WaitAsync(cancellation);
        });
        var id = (await Admin.RunAsync(Workflow)).Summary.Id;
        await GiveAsync(id, """{ "text": "Before.", "node": "next" }""");
        first.SetResult();
        var item = await claimed.Task.WaitAsync(TimeSpan.FromMinutes(1));
        using var client = running.Plane.CreateClient(worker.Key);

        var nothing = await HearAsync(client, item, heard: 1);
        await GiveAsync(id, """{ "text": "For all." }""");
        await GiveAsync(id, """{ "text": "For other.", "node": "other" }""");
        var news = await HearAsync(client, item, heard: 1);
        var again = await HearAsync(client, item, heard: 1);
        var later = await HearAsync(client, item, heard: 2);
        using var stranger = await client.PostAsync(
            Requests.Route(ApiRoutes.WorkDirectives, item.Id),
            $$"""{ "runId": "{{id}}", "token": {{item.Token + 1}}, "heard": 0 }""");
        release.SetResult(FakeWorker.Done(item));
        await Admin.WaitForEndAsync(id);

        Assert.Equal(["Before."], item.Directives);
        Assert.Empty(nothing);
        Assert.Equal(["For all."], news);
        Assert.Equal(["For all."], again);
        Assert.Empty(later);
        Assert.Equal(HttpStatusCode.Conflict, stranger.StatusCode);
        var told = Assert.Single(await Admin.EventsAsync(id), e => e.Type == RunEventTypes.DirectiveHeard);
        Assert.Equal(("next", 2), (told.Node, told.Data!.Value.GetProperty("directive").GetInt32()));
        Assert.Equal(item.Id, told.Data.Value.GetProperty("workItemId").GetString());
    }

    [Fact]
    public async Task What_is_said_again_under_its_key_is_said_once()
    {
        var id = (await Admin.RunAsync(Workflow)).Summary.Id;

        var first = await GiveAsync(id, """{ "text": "Once.", "key": "k" }""");
        var again = await GiveAsync(id, """{ "text": "Once.", "key": "k" }""");
        var third = await GiveAsync(id, """{ "text": "Once." }""", key: "k");
        var other = await Admin.RefusedAsync(ApiRoutes.RunDirectives, id, """{ "text": "Else.", "key": "k" }""");

        Assert.Equal((1, 1, 1), (first.Number, again.Number, third.Number));
        Assert.Contains("Something else was said", other.Detail, StringComparison.Ordinal);
        var all = await Admin.GetAsync(
            Requests.Route(ApiRoutes.RunDirectives, id), SwarmJsonContext.Default.ListPageDirective);
        Assert.Equal("Once.", Assert.Single(all.Items).Text);
        await EndAsync(id);
    }

    [Fact]
    public async Task A_run_is_told_only_so_much_and_only_while_it_goes_on()
    {
        var id = (await Admin.RunAsync(Workflow)).Summary.Id;
        var long4000 = new string('x', 4_000);
        for (var number = 0; number < 8; number++)
        {
            await GiveAsync(id, $$"""{ "text": "{{long4000}}" }""");
        }

        var full = await Admin.RefusedAsync(ApiRoutes.RunDirectives, id, """{ "text": "More." }""");
        await EndAsync(id);
        var ended = await Admin.RefusedAsync(ApiRoutes.RunDirectives, id, """{ "text": "Late." }""");

        Assert.Contains("32000 characters together", full.Detail, StringComparison.Ordinal);
        Assert.Contains("has ended: cancelled", ended.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "text": " " }""", "/text")]
    [InlineData("""{ "text": "Hear!", "key": "" }""", "/key")]
    [InlineData("""{ "text": "Hear!", "node": "" }""", "/node")]
    public async Task A_directive_must_say_something(string request, string pointer)
    {
        var id = (await Admin.RunAsync(Workflow)).Summary.Id;

        var problem = await Admin.RefusedAsync(
            ApiRoutes.RunDirectives, id, request, HttpStatusCode.UnprocessableEntity);

        Assert.Equal([pointer], problem.Errors!.Keys);
        await EndAsync(id);
    }

    private static async Task<ReportRequest> DoneAfterAsync(Task task, WorkItem item, CancellationToken cancellation)
    {
        await task.WaitAsync(cancellation);
        return FakeWorker.Done(item);
    }

    private static async Task<IReadOnlyList<string>> HearAsync(HttpClient client, WorkItem item, int heard)
    {
        var request = new HearDirectivesRequest { RunId = item.RunId, Token = item.Token, Heard = heard };
        using var answer = await client.PostAsync(
            Requests.Route(ApiRoutes.WorkDirectives, item.Id),
            request,
            SwarmJsonContext.Default.HearDirectivesRequest);
        return (await answer.ReadAsync(SwarmJsonContext.Default.HearDirectivesResponse)).Directives;
    }

    /// <summary>Nobody works on the run, and what is left of it would be done by the worker of another test.</summary>
    private async Task EndAsync(string runId)
    {
        await Admin.CancelAsync(runId, "Enough.");
        await Admin.WaitForEndAsync(runId);
    }

    private async Task<Directive> GiveAsync(string runId, string directive, string? key = null)
    {
        using var answer = await Admin.PostAsync(Requests.Route(ApiRoutes.RunDirectives, runId), directive, key);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return await answer.ReadAsync(SwarmJsonContext.Default.Directive);
    }
}
