using System.Text;
using System.Text.Json;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Tests.Cli.Servers;

namespace Swarm.Tests.Cli.Outputs;

public sealed class OutputCommandTests : IAsyncLifetime
{
    private readonly FakeControlPlane server = new();
    private readonly CliRun cli = new();

    public async ValueTask InitializeAsync() => await server.StartAsync();

    public async ValueTask DisposeAsync()
    {
        cli.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_short_output_is_printed_as_it_is()
    {
        server.Run = RunWith("""{ "exitCode": 0, "stdout": "hello\n", "stderr": "oh" }""");

        Assert.Equal(0, await InvokeAsync("build"));
        Assert.Equal("hello\n", cli.Output);
    }

    [Fact]
    public async Task Standard_error_is_printed_when_asked_for()
    {
        server.Run = RunWith("""{ "exitCode": 0, "stdout": "hello\n", "stderr": "oh" }""");

        Assert.Equal(0, await InvokeAsync("build", "--stderr"));
        Assert.Equal("oh", cli.Output);
    }

    [Fact]
    public async Task A_long_output_is_fetched_whole()
    {
        var text = string.Concat(Enumerable.Repeat("äöü\n", 50_000));
        var hash = new string('a', 64);
        server.Answers[$"GET api/v1/content/{hash}"] = text;
        server.Run = RunWith($$"""
            {
              "stdout": "äöü\n",
              "stdoutContent": { "$ref": "sha256:{{hash}}", "size": {{Encoding.UTF8.GetByteCount(text)}} }
            }
            """);

        Assert.Equal(0, await InvokeAsync("build"));
        Assert.Equal(text, cli.Output);
    }

    [Fact]
    public async Task A_node_that_is_not_there_is_wrong_input()
    {
        Assert.Equal(2, await InvokeAsync("nowhere"));
        Assert.Contains("has no node 'nowhere'", cli.Error, StringComparison.Ordinal);
    }

    private Task<int> InvokeAsync(string node, params string[] options) =>
        cli.InvokeAsync(["output", SampleRun.Id, node, .. options, "--url", server.Address.ToString()]);

    private static RunDetail RunWith(string output)
    {
        var run = SampleRun.Completed();
        using var json = JsonDocument.Parse(output);
        var iteration = new NodeIteration
        {
            Number = 1,
            Status = NodeStatus.Completed,
            Attempts = 1,
            Output = json.RootElement.Clone(),
        };
        var node = new NodeState
        {
            Path = "build",
            Status = NodeStatus.Completed,
            Iteration = 1,
            Iterations = [iteration],
        };
        return run with { Nodes = [node] };
    }
}
