using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Runs;
using Swarm.Functions.Events;
using Swarm.Tests.Functions.ControlPlanes;

namespace Swarm.Tests.Functions.Events;

/// <summary>A run's history over HTTP, in pages and as it happens.</summary>
public sealed class EventStreamTests : IDisposable
{
    private const string Workflow = """
        version: 1
        name: told
        pattern: graph
        nodes:
          build: { run: [make] }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("swarm-events-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Pages_go_on_after_the_number_that_they_are_given()
    {
        await using var plane = await ControlPlane.StartAsync(_folder);
        var run = await RunToEndAsync(plane);
        var address = Requests.Route(ApiRoutes.RunEvents, run.Summary.Id);
        var type = SwarmJsonContext.Default.ListPageRunEvent;

        var first = await plane.Admin.GetAsync($"{address}?limit=2", type);
        var rest = await plane.Admin.GetAsync($"{address}?after={first.NextCursor}", type);
        var nothing = await plane.Admin.GetAsync($"{address}?after={run.LastEvent}", type);

        Assert.Equal([1, 2], first.Items.Select(told => told.Sequence));
        Assert.Equal(3, rest.Items[0].Sequence);
        Assert.Equal(run.LastEvent, rest.Items[^1].Sequence);
        Assert.Null(rest.NextCursor);
        Assert.Empty(nothing.Items);
    }

    [Fact]
    public async Task The_page_limit_is_five_hundred()
    {
        await using var plane = await ControlPlane.StartAsync(_folder);
        var run = await plane.Admin.RunAsync(Workflow);
        var address = Requests.Route(ApiRoutes.RunEvents, run.Summary.Id);

        using var response = await plane.Admin.GetAsync(new Uri($"{address}?limit=501", UriKind.Relative));

        await response.ReadProblemAsync(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A_stream_ends_after_the_final_event_and_goes_on_where_the_reader_was()
    {
        await using var plane = await ControlPlane.StartAsync(_folder);
        var run = await RunToEndAsync(plane);

        var all = await plane.Admin.FollowAsync(run.Summary.Id).ToListAsync();
        var rest = await plane.Admin.FollowAsync(run.Summary.Id, after: 2).ToListAsync();
        var nothing = await plane.Admin.FollowAsync(run.Summary.Id, after: run.LastEvent).ToListAsync();

        Assert.Equal(RunEventTypes.RunCompleted, all[^1].Type);
        Assert.Equal(run.LastEvent, all.Count);
        Assert.Equal(all.Skip(2).Select(told => told.Id), rest.Select(told => told.Id));
        Assert.Empty(nothing);
    }

    [Fact]
    public async Task A_stream_whose_time_is_over_sends_a_sign_of_life_and_asks_to_come_again()
    {
        var options = new RunEventStreamOptions
        {
            Longest = TimeSpan.FromMilliseconds(400),
            Heartbeat = TimeSpan.FromMilliseconds(50),
            Look = TimeSpan.FromMilliseconds(20),
        };
        await using var plane = await ControlPlane.StartAsync(_folder, services => services.AddSingleton(options));
        var run = await plane.Admin.RunAsync(Workflow);
        var address = Requests.Route(ApiRoutes.RunEventStream, run.Summary.Id);

        var text = await plane.Admin.GetStringAsync(new Uri(address, UriKind.Relative));

        Assert.StartsWith("retry: 1000\n\n", text, StringComparison.Ordinal);
        Assert.Contains("id: 1\nevent: run_created\ndata: {", text, StringComparison.Ordinal);
        Assert.Contains("\n: still here\n\n", text, StringComparison.Ordinal);
        Assert.EndsWith(": come again\n\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_does_not_keep_the_control_plane_from_stopping()
    {
        var plane = await ControlPlane.StartAsync(_folder);
        var run = await plane.Admin.RunAsync(Workflow);
        using var client = plane.CreateClient(
            (await File.ReadAllTextAsync(Path.Combine(_folder, "admin.key"))).Trim());
        await using var reading = client.FollowAsync(run.Summary.Id).GetAsyncEnumerator();
        Assert.True(await reading.MoveNextAsync());

        await plane.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static async Task<RunDetail> RunToEndAsync(ControlPlane plane)
    {
        await using var worker = await FakeWorker.StartAsync(plane, item => FakeWorker.Done(item));
        var run = await plane.Admin.RunAsync(Workflow);
        return await plane.Admin.WaitForEndAsync(run.Summary.Id);
    }
}
