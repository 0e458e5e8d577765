using System.Net;
using System.Net.Sockets;
using Swarm.Tests.EndToEnd.Programs;
using Swarm.Tests.Shared;

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
    public async Task With_azurite_work_goes_through_its_queues_and_nothing_is_left_behind()
    {
        // npm may have to fetch it, through whatever proxy this machine has.
        foreach (var variable in new[] { "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy" })
        {
            cli.Environment.Remove(variable);
        }

        var file = cli.WriteFile(
            "hello.yaml",
            "version: 1\nname: hello\npattern: graph\nnodes:\n  a: { run: [echo, hello] }\n");
        using var up = cli.Start("up", "--port", "0", "--azurite");
        await up.LineAsync(l => l.StartsWith("Swarm is up", StringComparison.Ordinal), SwarmCommandLine.Limit);
        Assert.Equal(3, up.Descendants().Count);

        var ran = await cli.RunAsync("run", file);
        up.SignalGroup("INT");
        var exitCode = await up.ExitAsync(SwarmCommandLine.Limit);

        Assert.True(ran.ExitCode == 0, ran.Output + ran.Error);
        Assert.True(exitCode == 0, up.Everything);
        Assert.Empty(up.LeftBehind());
        var agent = await File.ReadAllTextAsync(Path.Combine(
            cli.Root, "state", "swarm", "logs", "worker-agent.log"));
        Assert.Contains("storage queue(s) itself", agent);
        Assert.DoesNotContain("long poll", agent);
        var queues = await File.ReadAllTextAsync(Path.Combine(
            cli.Root, "state", "swarm", "azurite", "__azurite_db_queue__.json"));
        // The pointer goes to the worker's own queue once it is known to be free, else to that of the tool.
        Assert.Matches("swarm-(worker|tool)-", queues);
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
            await FileSignal.WaitAsync(mark, SwarmCommandLine.Limit);
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
