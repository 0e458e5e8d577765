using Swarm.Contracts;
using Swarm.Contracts.Runs;
using Swarm.Tests.Cli.Servers;

namespace Swarm.Tests.Cli.Logs;

public sealed class LogsCommandTests : IAsyncLifetime
{
    private readonly FakeControlPlane server = new();
    private readonly CliRun cli = new();

    public async ValueTask InitializeAsync()
    {
        server.Streams.Add(new StreamScript(
            SampleRun.Event(1, RunEventTypes.RunCreated),
            Started(2, "build", 1, "w1"),
            Started(3, "build", 2, "w2"),
            SampleRun.Event(4, RunEventTypes.RunCompleted)));
        server.Answers[$"GET {Logs("w1")}"] = Page("""{"at":"2026-03-01T12:00:01Z","stream":"stdout","text":"one"}""");
        server.Answers[$"GET {Logs("w2")}"] = Page("""{"at":"2026-03-01T12:00:02Z","stream":"stderr","text":"two"}""");
        await server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        cli.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_followed_log_has_every_iteration_of_a_node_and_ends_with_the_run()
    {
        Assert.Equal(0, await InvokeAsync("build", "--follow"));

        Assert.Equal(["one", "two"], cli.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order());
        Assert.Contains(server.Requests, asked => asked.Target.EndsWith("wait=20", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_lines_of_all_nodes_are_told_with_their_node_and_iteration()
    {
        Assert.Equal(0, await InvokeAsync("--follow"));

        var lines = cli.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order();
        Assert.Equal(["build         one", "build#2       two"], lines);
    }

    [Fact]
    public async Task Without_following_what_is_there_is_printed_once()
    {
        const string Event = """
            {"sequence":2,"id":"e2","type":"node_started","at":"2026-03-01T12:00:00Z","node":"build","iteration":1,
            "data":{"workItemId":"w1"}}
            """;
        server.Answers[$"GET {SwarmRoute(ApiRoutes.RunEvents)}"] = $$"""{"items":[{{Event}}],"nextCursor":null}""";
        server.Answers[$"GET {Logs("w1")}"] = """{"lines":[],"next":0}""";

        Assert.Equal(0, await InvokeAsync("build"));

        Assert.Equal("", cli.Output);
        Assert.Contains(server.Requests, asked => asked.Target.EndsWith("wait=0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_node_that_is_not_there_is_wrong_input()
    {
        Assert.Equal(2, await InvokeAsync("nowhere"));
        Assert.Contains("has no node 'nowhere'", cli.Error, StringComparison.Ordinal);
    }

    private Task<int> InvokeAsync(params string[] arguments) =>
        cli.InvokeAsync(["logs", SampleRun.Id, .. arguments, "--url", server.Address.ToString()]);

    private static RunEvent Started(long sequence, string node, int iteration, string workItem) => SampleRun.Event(
        sequence, RunEventTypes.NodeStarted, node, iteration, $$"""{"workItemId":"{{workItem}}"}""");

    private static string Logs(string workItem) =>
        SwarmRoute(ApiRoutes.RunLogs).Replace("{workItemId}", workItem, StringComparison.Ordinal);

    private static string SwarmRoute(string route) => route.Replace("{id}", SampleRun.Id, StringComparison.Ordinal);

    private static string Page(string line) => $$"""{"lines":[{{line}}],"next":10001,"isEnd":true}""";
}
