using System.Net;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Paging;
using Swarm.Contracts.Runs;
using Swarm.Tests.Functions.ControlPlanes;

namespace Swarm.Tests.Functions.Events;

/// <summary>The history of a run is read as a whole, by types and by node, on pages of any size.</summary>
public sealed class RunEventFilterTests(RunningPlane running) : IClassFixture<RunningPlane>
{
    private const string Workflow = """
        version: 1
        name: filtered
        pattern: sequential
        steps:
          - { id: a, run: [a] }
          - { id: ab, run: [ab] }
          - { id: list, run: [x], forEach: [1, 2] }
        """;

    private HttpClient Admin => running.Plane.Admin;

    [Theory]
    [InlineData("", "run_created a ab list list[0] list[1] run_completed")]
    [InlineData("&type=node_completed", "a ab list list[0] list[1]")]
    [InlineData("&type=run_created,run_completed", "run_created run_completed")]
    [InlineData("&node=a", "a")]
    [InlineData("&node=list&type=node_started", "list list[0] list[1]")]
    [InlineData("&node=none", "")]
    public async Task A_filter_lets_through_what_is_asked_for_and_pages_lose_nothing(string query, string expected)
    {
        await using var worker = await FakeWorker.StartAsync(running.Plane, item => FakeWorker.Done(item));
        var run = (await Admin.RunAsync(Workflow)).Summary.Id;
        await Admin.WaitForEndAsync(run);

        var small = await ReadAsync(run, $"limit=1{query}");
        var large = await ReadAsync(run, $"limit=500{query}");

        Assert.Equal(small.Select(told => told.Sequence), large.Select(told => told.Sequence));
        Assert.Equal(
            expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(),
            large.Where(told => told.Node is not null || told.Type is "run_created" or "run_completed")
                .Select(told => told.Node ?? told.Type).Distinct().Order());
    }

    [Fact]
    public async Task A_type_that_no_event_has_is_refused()
    {
        var run = (await Admin.RunAsync(Workflow)).Summary.Id;

        using var answer = await Admin.GetAsync(
            new Uri($"{Requests.Route(ApiRoutes.RunEvents, run)}?type=node_failed,node_fails", UriKind.Relative));

        var problem = await answer.ReadProblemAsync(HttpStatusCode.UnprocessableEntity);
        Assert.Contains("'node_fails'", problem.Errors!["/type"][0], StringComparison.Ordinal);
    }

    private async Task<List<RunEvent>> ReadAsync(string run, string query)
    {
        var all = new List<RunEvent>();
        ListPage<RunEvent> page;
        var after = "0";
        do
        {
            page = await Admin.GetAsync(
                $"{Requests.Route(ApiRoutes.RunEvents, run)}?{query}&after={after}",
                SwarmJsonContext.Default.ListPageRunEvent);
            all.AddRange(page.Items);
            after = page.NextCursor;
        }
        while (after is not null);

        return all;
    }
}
