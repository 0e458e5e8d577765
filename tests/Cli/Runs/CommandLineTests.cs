using Swarm.Contracts.Problems;
using Swarm.Tests.Cli.Servers;

namespace Swarm.Tests.Cli.Runs;

/// <summary>Exit codes and messages that all commands share.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly CliRun cli = new();

    public void Dispose() => cli.Dispose();

    [Theory]
    [InlineData("rnu")]
    [InlineData("run")]
    [InlineData("runs", "--limit", "0")]
    [InlineData("runs", "--limit", "many")]
    [InlineData("runs", "watch")]
    [InlineData("status", "--unknown")]
    [InlineData("status", "--url", "nonsense")]
    public async Task A_wrong_command_line_ends_with_2_and_says_something(params string[] arguments)
    {
        Assert.Equal(2, await cli.InvokeAsync(arguments));
        Assert.StartsWith("swarm: ", cli.Error);
    }

    [Fact]
    public async Task A_control_plane_that_is_not_there_ends_with_3_and_names_its_address()
    {
        var exitCode = await cli.InvokeAsync("status", "--url", "http://127.0.0.1:9");

        Assert.Equal(3, exitCode);
        Assert.StartsWith("swarm: No control plane answers at http://127.0.0.1:9/", cli.Error);
    }

    [Fact]
    public async Task A_refused_key_ends_with_3_and_says_where_to_put_it()
    {
        await using var server = new FakeControlPlane
        {
            Problem = new ProblemBody
            {
                Status = 401,
                Code = ProblemCodes.Unauthenticated,
                Detail = "The key is unknown.",
            },
        };
        await server.StartAsync();

        var exitCode = await cli.InvokeAsync("runs", "--url", server.Address.ToString());

        Assert.Equal(3, exitCode);
        Assert.Contains("The key is unknown.", cli.Error);
        Assert.Contains("SWARM_KEY", cli.Error);
    }

    [Fact]
    public async Task Help_ends_with_0_and_names_every_command()
    {
        Assert.Equal(0, await cli.InvokeAsync("--help"));
        foreach (var command in new[] { "demo", "up", "run", "runs", "status", "workflows", "dead-letters" })
        {
            Assert.Contains($"  {command}", cli.Output);
        }
    }
}
