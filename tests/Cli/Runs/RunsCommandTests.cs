using System.Text.Json;
using Swarm.Contracts.Json;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Tests.Cli.Servers;

namespace Swarm.Tests.Cli.Runs;

public sealed class RunsCommandTests : IAsyncLifetime
{
    private readonly FakeControlPlane server = new();
    private readonly CliRun cli = new();

    private string Url => server.Address.ToString();

    public async ValueTask InitializeAsync() => await server.StartAsync();

    public async ValueTask DisposeAsync()
    {
        cli.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Runs_are_listed_as_a_table()
    {
        var exitCode = await cli.InvokeAsync("runs", "--url", Url, "--limit", "5");

        Assert.Equal(0, exitCode);
        Assert.Contains(SampleRun.Id, cli.Output);
        Assert.Contains("sample v3", cli.Output);
        Assert.Contains("completed", cli.Output);
        Assert.Equal("api/v1/runs?limit=5", Assert.Single(server.Requests).Target);
    }

    [Fact]
    public async Task Runs_are_listed_as_json()
    {
        await cli.InvokeAsync("runs", "--url", Url, "--json");

        var page = JsonSerializer.Deserialize(cli.Output, SwarmJsonContext.Default.ListPageRunSummary)!;
        Assert.Equal(SampleRun.Id, Assert.Single(page.Items).Id);
    }

    [Fact]
    public async Task The_history_of_a_run_is_written_an_event_in_each_line()
    {
        server.Answers[$"GET api/v1/runs/{SampleRun.Id}/events"] = """
            {
              "items": [
                { "sequence": 7, "id": "a", "type": "node_failed", "at": "2026-01-02T03:04:05Z", "node": "build" },
                { "sequence": 9, "id": "b", "type": "node_retrying", "at": "2026-01-02T03:04:06Z", "node": "build" }
              ]
            }
            """;

        Assert.Equal(0, await cli.InvokeAsync(
            "runs", "events", SampleRun.Id, "--type", "node_failed", "--type", "node_retrying", "--node", "build",
            "--json", "--url", Url));

        Assert.Equal(
            $"api/v1/runs/{SampleRun.Id}/events?limit=500&type=node_failed%2Cnode_retrying&node=build&after=0",
            Assert.Single(server.Requests).Target);
        var told = cli.Output.Trim().Split('\n').Select(line =>
            JsonSerializer.Deserialize(line, SwarmJsonContext.Default.RunEvent)!);
        Assert.Equal([7, 9], told.Select(one => one.Sequence));
    }

    [Fact]
    public async Task Watching_a_run_ends_with_its_result()
    {
        server.Run = SampleRun.Completed(RunStatus.Cancelled);
        server.Streams.Add(new StreamScript(SampleRun.Events(RunEventTypes.RunCancelled)));

        Assert.Equal(1, await cli.InvokeAsync("runs", "watch", SampleRun.Id, "--url", Url));
    }

    [Fact]
    public async Task Cancelling_sends_the_reason()
    {
        server.Run = SampleRun.Completed(RunStatus.InProgress);

        var exitCode = await cli.InvokeAsync("runs", "cancel", SampleRun.Id, "--reason", "wrong branch", "--url", Url);

        Assert.Equal(0, exitCode);
        var request = Assert.Single(server.Requests);
        Assert.Equal($"api/v1/runs/{SampleRun.Id}/cancel", request.Target);
        Assert.Equal("""{"reason":"wrong branch"}""", request.Body);
        Assert.Contains("is being cancelled", cli.Output);
    }

    [Fact]
    public async Task An_unknown_run_ends_with_2()
    {
        server.Streams.Add(new StreamScript());

        Assert.Equal(2, await cli.InvokeAsync("runs", "cancel", "none/such", "--url", Url + "x"));
        Assert.Equal("swarm: There is no such thing.\n", cli.Error);
    }
}
