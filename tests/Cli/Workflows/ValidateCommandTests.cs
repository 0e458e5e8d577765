using Swarm.Contracts.Workflows;
using Swarm.Tests.Cli.Servers;

namespace Swarm.Tests.Cli.Workflows;

public sealed class ValidateCommandTests : IAsyncLifetime
{
    private readonly FakeControlPlane server = new();
    private readonly CliRun cli = new();
    private readonly TemporaryFile file = new("name: sample");

    public async ValueTask InitializeAsync() => await server.StartAsync();

    public async ValueTask DisposeAsync()
    {
        file.Dispose();
        cli.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_valid_file_ends_with_0()
    {
        Assert.Equal(0, await cli.InvokeAsync("workflows", "validate", file.Path, "--url", server.Address.ToString()));
        Assert.Equal($"{file.Path}: sample is valid, 2 nodes.\n", cli.Output);
    }

    [Fact]
    public async Task A_wrong_file_ends_with_2_and_only_the_validation_was_called()
    {
        var error = new WorkflowError(3, 5, "unknown_node", "There is no node 'x'.", "a");
        server.Validation = new(false, [error], null, []);

        Assert.Equal(2, await cli.InvokeAsync("workflows", "validate", file.Path, "--url", server.Address.ToString()));
        Assert.Equal($"{file.Path}:3:5: error [a]: There is no node 'x'.\n1 error; nothing was stored.\n", cli.Error);
        Assert.Equal("api/v1/workflows/validate", Assert.Single(server.Requests).Target);
    }
}
