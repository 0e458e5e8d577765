using Swarm.Contracts.Statuses;
using Swarm.Tests.Cli.Servers;

namespace Swarm.Tests.Cli.Runs;

public sealed class RunControlCommandTests : IAsyncLifetime
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
    [InlineData("pause")]
    [InlineData("resume")]
    [InlineData("stop")]
    public async Task A_run_is_controlled_with_a_reason(string verb)
    {
        server.Run = SampleRun.Completed(RunStatus.InProgress);

        Assert.Equal(0, await cli.InvokeAsync("runs", verb, SampleRun.Id, "--reason", "lunch", "--url", Url));

        var request = Assert.Single(server.Requests);
        Assert.Equal($"api/v1/runs/{SampleRun.Id}/{verb}", request.Target);
        Assert.Equal("""{"reason":"lunch"}""", request.Body);
        Assert.Contains($"Run {SampleRun.Id}: running.", cli.Output);
    }

    [Fact]
    public async Task A_retry_names_the_attempt_that_has_ended()
    {
        server.Run = SampleRun.Completed(RunStatus.Failed);

        Assert.Equal(0, await cli.InvokeAsync("runs", "retry", SampleRun.Id, "--url", Url));

        Assert.Equal($"api/v1/runs/{SampleRun.Id}/retry", server.Requests.Last().Target);
        Assert.Equal("""{"attempt":1}""", server.Requests.Last().Body);
    }

    [Fact]
    public async Task A_rerun_names_node_and_values()
    {
        server.Run = SampleRun.Completed(RunStatus.Completed);

        var exitCode = await cli.InvokeAsync(
            "runs", "rerun", SampleRun.Id, "--from", "build", "--iteration", "2", "--input", "note=text", "--input",
            "count:=3", "--run-input", "who=Bob", "--url", Url);

        Assert.Equal(0, exitCode);
        Assert.Equal($"api/v1/runs/{SampleRun.Id}/rerun", server.Requests.Last().Target);
        Assert.Equal(
            """{"node":"build","iteration":2,"input":{"note":"text","count":3},"inputs":{"who":"Bob"},"attempt":1}""",
            server.Requests.Last().Body);
    }

    [Fact]
    public async Task A_rerun_without_a_node_is_refused()
    {
        Assert.Equal(2, await cli.InvokeAsync("runs", "rerun", SampleRun.Id, "--url", Url));

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_directive_is_given()
    {
        server.Answers[$"POST api/v1/runs/{SampleRun.Id}/directives"] =
            """{ "number": 3, "text": "Use tabs.", "at": "2026-11-21T00:00:00Z" }""";

        var exitCode = await cli.InvokeAsync(
            "runs", "directive", SampleRun.Id, "Use tabs.", "--node", "build", "--key", "k", "--url", Url);

        Assert.Equal(0, exitCode);
        Assert.Equal("""{"text":"Use tabs.","node":"build","key":"k"}""", Assert.Single(server.Requests).Body);
        Assert.Contains("Directive 3 reaches the work that starts from now on.", cli.Output);
    }
}
