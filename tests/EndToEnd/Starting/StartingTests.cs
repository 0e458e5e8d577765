using System.Net;
using System.Net.Sockets;
using Swarm.Tests.EndToEnd.Programs;

namespace Swarm.Tests.EndToEnd.Starting;

public sealed class StartingTests : IDisposable
{
    private readonly SwarmCommandLine cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task A_second_start_on_the_same_data_folder_is_a_clear_error_and_does_not_disturb_the_first()
    {
        using var first = cli.Start("up", "--port", "0");
        await first.LineAsync(l => l.StartsWith("Swarm is up", StringComparison.Ordinal), SwarmCommandLine.Limit);
        first.Descendants();

        var second = await cli.RunAsync("up", "--port", "0");
        var status = await cli.RunAsync("status");

        Assert.Equal(3, second.ExitCode);
        Assert.Contains(Path.Combine(cli.Root, "state", "swarm"), second.Error);
        Assert.DoesNotContain("   at ", second.Error);
        Assert.Equal(0, status.ExitCode);
    }

    [Fact]
    public async Task A_taken_port_is_a_clear_error_that_names_the_port()
    {
        using var taker = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taker.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taker.Listen();
        var port = ((IPEndPoint)taker.LocalEndPoint!).Port;

        var (exitCode, output, error) = await cli.RunAsync("up", "--port", $"{port}");

        Assert.True(exitCode == 3, output + error);
        Assert.Contains($"{port}", error);
        Assert.DoesNotContain("   at ", error);
    }

    [Fact]
    public async Task What_ran_when_swarm_was_stopped_goes_on_at_the_next_start()
    {
        var mark = Path.Combine(cli.Root, "mark");
        var file = cli.WriteFile(
            "twice.yaml",
            "version: 1\nname: twice\npattern: graph\nnodes:\n"
            + $"  a: {{ run: [sh, -c, 'test -e {mark} || {{ touch {mark}; exec sleep 600; }}'] }}\n");
        string run;
        using (var first = cli.Start("up", "--port", "0"))
        {
            await first.LineAsync(l => l.StartsWith("Swarm is up", StringComparison.Ordinal), SwarmCommandLine.Limit);
            run = (await cli.RunAsync("run", file, "--no-watch")).Output.Trim();
            using (var watching = cli.Start("runs", "watch", run))
            {
                await watching.LineAsync(l => l.Contains("running", StringComparison.Ordinal), SwarmCommandLine.Limit);
                watching.SignalGroup("INT");
                Assert.Equal(130, await watching.ExitAsync(SwarmCommandLine.Limit));
            }

            first.Descendants();
            first.SignalGroup("INT");
            first.SignalGroup("INT");
            await first.ExitAsync(SwarmCommandLine.Limit);
            Assert.Empty(first.LeftBehind());
        }

        using var second = cli.Start("up", "--port", "0");
        await second.LineAsync(l => l.StartsWith("Swarm is up", StringComparison.Ordinal), SwarmCommandLine.Limit);
        second.Descendants();
        var watched = await cli.RunAsync("runs", "watch", run);

        Assert.True(watched.ExitCode == 0, watched.Output + watched.Error);
    }
}
