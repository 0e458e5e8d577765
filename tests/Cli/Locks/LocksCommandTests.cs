using System.Text.Json;
using Swarm.Contracts.Json;
using Swarm.Tests.Cli.Servers;

namespace Swarm.Tests.Cli.Locks;

public sealed class LocksCommandTests : IAsyncLifetime
{
    private readonly FakeControlPlane server = new();
    private readonly CliRun cli = new();

    private string Url => server.Address.ToString();

    public async ValueTask InitializeAsync()
    {
        server.Answers["GET api/v1/locks"] = """
            {
              "items": [{
                "name": "deploy:[live]", "runId": "r1", "node": "release.push",
                "heldSince": "2026-01-02T03:04:05Z", "waiting": 2
              }]
            }
            """;
        await server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        cli.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Locks_are_listed_with_who_holds_them_and_how_many_wait()
    {
        Assert.Equal(0, await cli.InvokeAsync("locks", "--url", Url));

        Assert.Equal("api/v1/locks?limit=200", Assert.Single(server.Requests).Target);
        Assert.Matches(@"deploy:\[live\]\s+release\.push\s+r1\s.*\s2\s", cli.Output);
    }

    [Fact]
    public async Task A_program_reads_them_as_json()
    {
        Assert.Equal(0, await cli.InvokeAsync("locks", "--json", "--url", Url));

        var page = JsonSerializer.Deserialize(cli.Output, SwarmJsonContext.Default.ListPageLockView)!;
        Assert.Equal(2, Assert.Single(page.Items).Waiting);
    }

    [Fact]
    public async Task A_lock_is_taken_from_the_node_that_was_seen_to_hold_it()
    {
        server.Answers["POST api/v1/locks/deploy:[live]/release"] = """
            {
              "name": "deploy:[live]", "runId": "r1", "node": "release.push",
              "heldSince": "2026-01-02T03:04:05Z", "waiting": 2
            }
            """;

        Assert.Equal(0, await cli.InvokeAsync(
            "locks", "release", "deploy:[live]", "--reason", "Stuck.", "--url", Url));

        var sent = JsonSerializer.Deserialize(
            server.Requests.Last().Body, SwarmJsonContext.Default.ReleaseLockRequest)!;
        Assert.Equal(("r1", "release.push", "Stuck."), (sent.RunId, sent.Node, sent.Reason));
        Assert.Equal("'deploy:[live]' was taken from 'release.push' of run r1.", cli.Output.Trim());
    }

    [Fact]
    public async Task A_lock_that_nobody_holds_is_told_in_words()
    {
        Assert.Equal(2, await cli.InvokeAsync("locks", "release", "door", "--url", Url));

        Assert.Contains("Nobody holds the lock 'door'.", cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_lock_is_told_in_words()
    {
        server.Answers["GET api/v1/locks"] = """{ "items": [] }""";

        Assert.Equal(0, await cli.InvokeAsync("locks", "--url", Url));

        Assert.Equal("No locks are held.", cli.Output.Trim());
    }
}
