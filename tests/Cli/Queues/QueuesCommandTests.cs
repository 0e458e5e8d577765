using System.Text.Json;
using Swarm.Contracts.Json;
using Swarm.Tests.Cli.Servers;

namespace Swarm.Tests.Cli.Queues;

public sealed class QueuesCommandTests : IAsyncLifetime
{
    private readonly FakeControlPlane server = new();
    private readonly CliRun cli = new();

    public async ValueTask InitializeAsync()
    {
        server.Answers["GET api/v1/queues"] = """
            {"items":[{"name":"swarm-tool-shell-high","depth":7,"oldestAge":"PT1M30S","poisoned":2,
            "enqueued":{"lastMinute":30,"lastFiveMinutes":6},"claimed":{"lastMinute":23,"lastFiveMinutes":4.6},
            "finished":{"lastMinute":20,"lastFiveMinutes":4},"waitP50":"PT0.012S","waitP95":"PT3S"}]}
            """;
        await server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        cli.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Queues_are_shown_with_what_waits_and_for_how_long()
    {
        var exitCode = await cli.InvokeAsync("queues", "--url", server.Address.ToString());

        Assert.Equal(0, exitCode);
        Assert.Contains("swarm-tool-shell-high", cli.Output);
        Assert.Contains("1 min 30 s", cli.Output);
        Assert.Contains("12 ms", cli.Output);
    }

    [Fact]
    public async Task Programs_get_what_the_API_tells()
    {
        await cli.InvokeAsync("queues", "--json", "--url", server.Address.ToString());

        var page = JsonSerializer.Deserialize(cli.Output, SwarmJsonContext.Default.ListPageQueueSummary)!;
        Assert.Equal((7, 2), (page.Items[0].Depth, page.Items[0].Poisoned));
    }
}
