using System.Text.Json;
using Swarm.Contracts.DeadLetters;
using Swarm.Contracts.Json;
using Swarm.Tests.Cli.Servers;

namespace Swarm.Tests.Cli.DeadLetters;

public sealed class DeadLettersCommandTests : IAsyncLifetime
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

    [Theory]
    [InlineData("api/v1/dead-letters?status=parked&limit=50", "dead-letters")]
    [InlineData("api/v1/dead-letters?status=parked&limit=50", "dead-letters", "list")]
    [InlineData("api/v1/dead-letters?status=all&runId=r1&limit=50", "dead-letters", "list", "--all", "--run", "r1")]
    public async Task Dead_letters_are_listed(string target, params string[] arguments)
    {
        var exitCode = await cli.InvokeAsync([.. arguments, "--url", Url]);

        Assert.Equal(0, exitCode);
        Assert.Equal(target, Assert.Single(server.Requests).Target);
        Assert.Contains("build", cli.Output);
        Assert.Contains("parked", cli.Output);
    }

    [Fact]
    public async Task One_is_shown_with_its_deliveries()
    {
        Assert.Equal(0, await cli.InvokeAsync("dead-letters", "show", SampleRun.Letter.Id, "--url", Url));

        Assert.Contains("worker w1: It went silent.", cli.Output);
        Assert.Contains($"swarm dead-letters replay {SampleRun.Letter.Id}", cli.Output);
    }

    [Theory]
    [InlineData("replay")]
    [InlineData("drop")]
    public async Task One_is_settled(string verb)
    {
        Assert.Equal(0, await cli.InvokeAsync("dead-letters", verb, SampleRun.Letter.Id, "--json", "--url", Url));

        var (method, target, _, _) = Assert.Single(server.Requests);
        Assert.Equal(("POST", $"api/v1/dead-letters/{SampleRun.Letter.Id}/{verb}"), (method, target));
        var letter = JsonSerializer.Deserialize(cli.Output, SwarmJsonContext.Default.DeadLetter)!;
        Assert.Equal(DeadLetterStatus.Parked, letter.Status);
    }
}
