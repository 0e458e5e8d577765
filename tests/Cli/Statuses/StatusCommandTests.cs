using System.Text.Json;
using Swarm.Contracts.Statuses;
using Swarm.Tests.Cli.Servers;

namespace Swarm.Tests.Cli.Statuses;

public sealed class StatusCommandTests : IAsyncLifetime
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
    public async Task Control_plane_workers_and_active_runs_are_told()
    {
        server.Run = SampleRun.Completed(RunStatus.InProgress);

        var exitCode = await cli.InvokeAsync("status", "--url", server.Address.ToString());

        Assert.Equal(0, exitCode);
        Assert.Contains("is healthy, version 0.1.0.", cli.Output);
        Assert.Contains("attic", cli.Output);
        Assert.Contains(SampleRun.Id, cli.Output);
    }

    [Fact]
    public async Task A_run_that_has_ended_is_not_active()
    {
        await cli.InvokeAsync("status", "--url", server.Address.ToString());

        Assert.Contains("No active runs.", cli.Output);
    }

    [Fact]
    public async Task A_sick_control_plane_ends_with_3_and_says_what_is_wrong()
    {
        server.HealthStatus = "unhealthy";

        Assert.Equal(3, await cli.InvokeAsync("status", "--url", server.Address.ToString()));
        Assert.Contains("store: disk is full", cli.Output);
    }

    [Fact]
    public async Task The_json_has_all_three_parts()
    {
        await cli.InvokeAsync("status", "--url", server.Address.ToString(), "--json");

        using var document = JsonDocument.Parse(cli.Output);
        Assert.Equal("healthy", document.RootElement.GetProperty("controlPlane").GetProperty("status").GetString());
        Assert.Equal("attic", document.RootElement.GetProperty("workers")[0].GetProperty("name").GetString());
        Assert.Equal(0, document.RootElement.GetProperty("activeRuns").GetArrayLength());
    }
}
