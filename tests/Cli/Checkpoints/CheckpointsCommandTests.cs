using System.Text.Json;
using Swarm.Contracts.Json;
using Swarm.Tests.Cli.Servers;

namespace Swarm.Tests.Cli.Checkpoints;

public sealed class CheckpointsCommandTests : IAsyncLifetime
{
    private const string Id = "01k0run~1~gate~1";

    private const string One = $$"""
        {
          "id": "{{Id}}", "runId": "01k0run", "node": "gate", "iteration": 1, "question": "Release [it]?",
          "status": "open", "openedAt": "2026-11-21T00:00:00Z", "expiresAt": "2026-11-22T00:00:00Z"
        }
        """;

    private readonly FakeControlPlane server = new();
    private readonly CliRun cli = new();

    private string Url => server.Address.ToString();

    public async ValueTask InitializeAsync()
    {
        server.Answers["GET api/v1/checkpoints"] = $$"""{ "items": [{{One}}] }""";
        server.Answers[$"GET api/v1/checkpoints/{Id}"] = One;
        server.Answers["POST api/v1/runs/01k0run/checkpoints"] =
            """{ "number": 1, "message": "Well?", "node": "gate", "at": "2026-11-21T00:00:00Z" }""";
        foreach (var answer in new[] { "approve", "reject", "correct", "skip" })
        {
            server.Answers[$"POST api/v1/checkpoints/{Id}/{answer}"] = One;
        }

        await server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        cli.Dispose();
        await server.DisposeAsync();
    }

    [Theory]
    [InlineData("checkpoints", "?limit=50&status=open")]
    [InlineData("checkpoints list --all", "?limit=50")]
    [InlineData("checkpoints list --status corrected --run 01k0run", "?limit=50&status=corrected&runId=01k0run")]
    public async Task Checkpoints_are_listed(string command, string query)
    {
        Assert.Equal(0, await cli.InvokeAsync([.. command.Split(' '), "--url", Url]));

        Assert.Contains("Release [it]?", cli.Output);
        Assert.Equal($"api/v1/checkpoints{query}", Assert.Single(server.Requests).Target);
    }

    [Fact]
    public async Task A_checkpoint_is_shown_with_how_to_answer_it()
    {
        Assert.Equal(0, await cli.InvokeAsync("checkpoints", "show", Id, "--url", Url));

        Assert.Contains($"{Id}: open", cli.Output);
        Assert.Contains($"`swarm checkpoints approve {Id}`", cli.Output);
    }

    [Theory]
    [InlineData("approve")]
    [InlineData("reject")]
    [InlineData("correct")]
    [InlineData("skip")]
    public async Task A_checkpoint_is_answered_in_words(string answer)
    {
        var exitCode = await cli.InvokeAsync(
            "checkpoints", answer, Id, "--feedback", "Too long.", "--correction", "Cut it.", "--url", Url, "--json");

        Assert.Equal(0, exitCode);
        var request = Assert.Single(server.Requests);
        Assert.Equal($"api/v1/checkpoints/{Id}/{answer}", Uri.UnescapeDataString(request.Target));
        Assert.Equal("""{"feedback":"Too long.","correction":"Cut it."}""", request.Body);
        var shown = JsonSerializer.Deserialize(cli.Output, SwarmJsonContext.Default.CheckpointView)!;
        Assert.Equal(Id, shown.Id);
    }

    [Fact]
    public async Task A_checkpoint_is_opened_by_hand()
    {
        var exitCode = await cli.InvokeAsync(
            "checkpoints", "open", "01k0run", "Well?", "--node", "gate", "--key", "k", "--url", Url);

        Assert.Equal(0, exitCode);
        Assert.Equal(
            """{"message":"Well?","node":"gate","key":"k"}""", Assert.Single(server.Requests).Body);
        Assert.Contains("The run asks before 'gate' begins.", cli.Output);
    }

    [Fact]
    public async Task An_unknown_status_is_refused()
    {
        Assert.Equal(2, await cli.InvokeAsync("checkpoints", "list", "--status", "done", "--url", Url));

        Assert.Empty(server.Requests);
    }
}
