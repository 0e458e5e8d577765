using Swarm.Tests.WorkerAgent.Kit;

namespace Swarm.Tests.WorkerAgent.CommandLine;

/// <summary>The verbs beside <c>run</c>, through the real program.</summary>
public sealed class CommandLineTests : AgentTest
{
    [Fact]
    public async Task A_flag_beats_a_variable_which_beats_the_file_and_each_is_told()
    {
        var file = Folder.At("agent.yaml");
        File.WriteAllText(file, "name: from-file\nslots: 3\ntools: [shell, noop]\nstatus-port: 7999\n");
        var environment = new Dictionary<string, string>
        {
            ["SWARM_AGENT_CONFIG"] = file,
            ["SWARM_AGENT_SLOTS"] = "5",
            ["SWARM_AGENT_STATUS_PORT"] = "8001",
            ["SWARM_JOIN_TOKEN"] = "swj_secret",
        };

        var (exitCode, output, _) = await AgentCommand.RunAsync(environment, "config", "show", "--slots", "7");

        Assert.Equal(0, exitCode);
        Assert.Contains($"settings file: {file}", output, StringComparison.Ordinal);
        Assert.Matches(@"name +from-file +\[.*agent\.yaml, line 1\]", output);
        Assert.Matches(@"slots +7 +\[flag --slots\]", output);
        Assert.Matches(@"status-port +8001 +\[variable SWARM_AGENT_STATUS_PORT\]", output);
        Assert.Matches(@"tools +shell, noop +\[.*agent\.yaml, line 3\]", output);
        Assert.Matches(@"drain-seconds +30 +\[default\]", output);
        Assert.Matches(@"token +\(hidden\) +\[variable SWARM_JOIN_TOKEN\]", output);
        Assert.DoesNotContain("swj_secret", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("slotz: 3", "line 1: 'slotz' is not known here")]
    [InlineData("slots: many", "--slots must be a number")]
    [InlineData("pull: often", "--pull must be auto or long-poll, but is 'often'")]
    [InlineData("policy: /no/such/file", "/no/such/file cannot be read")]
    public async Task A_mistake_in_the_file_ends_with_exit_code_two(string yaml, string message)
    {
        File.WriteAllText(Folder.At("agent.yaml"), yaml);

        var (exitCode, _, errors) = await AgentCommand.RunAsync("config", "show", "--config", Folder.At("agent.yaml"));

        Assert.Equal(2, exitCode);
        Assert.Contains(message, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Join_stores_the_identity_and_status_tells_it()
    {
        string[] place = ["--url", Plane.Url.ToString(), "--data", Folder.At("data")];

        var joined = await AgentCommand.RunAsync(["join", "--token", FakeControlPlane.JoinToken, .. place]);
        var status = await AgentCommand.RunAsync(["status", .. place]);
        var refused = await AgentCommand.RunAsync(["join", "--token", "swj_wrong", .. place]);

        Assert.Equal((0, 0, 3), (joined.ExitCode, status.ExitCode, refused.ExitCode));
        Assert.Contains("No agent runs.", status.Output, StringComparison.Ordinal);
        Assert.Contains("Worker 01worker of", status.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drain_asks_the_running_agent_to_stop_and_waits_until_it_has()
    {
        await using var agent = AgentProcess.Start(Plane.Url, Folder.At("data"));
        await Plane.Heartbeats.FirstAsync(_ => true);
        var running = await AgentCommand.RunAsync("status", "--data", Folder.At("data"));

        var drained = await AgentCommand.RunAsync("drain", "--data", Folder.At("data"));

        Assert.Contains($"Agent {agent.Pid} runs.", running.Output, StringComparison.Ordinal);
        Assert.Equal(0, drained.ExitCode);
        Assert.Equal(0, await agent.WaitForExitCodeAsync());
        Assert.Single(Plane.SignOffs.Seen);
        Assert.Equal(0, (await AgentCommand.RunAsync("drain", "--data", Folder.At("data"))).ExitCode);
    }

    [Fact]
    public async Task The_doctor_names_what_is_wrong_and_what_to_do()
    {
        var (exitCode, output, _) = await AgentCommand.RunAsync(
            new Dictionary<string, string> { ["XDG_CONFIG_HOME"] = Folder.Path },
            "doctor", "--url", "http://127.0.0.1:1", "--data", Folder.At("data"), "--tools", "shell,codex");

        Assert.Equal(1, exitCode);
        Assert.Contains("FAIL  control plane: http://127.0.0.1:1/ cannot be reached", output, StringComparison.Ordinal);
        Assert.Contains("FAIL  identity: This machine has not joined", output, StringComparison.Ordinal);
        Assert.Contains("warn  policy: There is no policy file", output, StringComparison.Ordinal);
        Assert.Contains("warn  sandbox: Commands are plain processes", output, StringComparison.Ordinal);
        Assert.Contains("warn  tool codex: There is no program 'codex'.", output, StringComparison.Ordinal);
        Assert.Contains("ok    git: git 2.", output, StringComparison.Ordinal);
        Assert.Contains("ok    tool shell", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_status_page_is_on_loopback_and_tells_no_secret()
    {
        var port = FreePort();
        await using var agent = AgentProcess.Start(Plane.Url, Folder.At("data"), "--status-port", $"{port}");
        await agent.Errors.FirstAsync(line => line.Contains("status page is on", StringComparison.Ordinal));
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };

        var health = await http.GetStringAsync(new Uri("health", UriKind.Relative));
        var page = await http.GetStringAsync(new Uri("", UriKind.Relative));

        Assert.Equal("""{"status":"healthy"}""", health);
        Assert.Contains("Worker 01worker of", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Plane.Key, page, StringComparison.Ordinal);
        using var foreign = new HttpRequestMessage(HttpMethod.Get, "");
        foreign.Headers.Host = "evil.example";
        using var answer = await http.SendAsync(foreign);
        Assert.False(answer.IsSuccessStatusCode);
    }

    [Fact]
    public async Task Version_and_help_name_the_program_and_its_verbs()
    {
        var version = await AgentCommand.RunAsync("version");
        var help = await AgentCommand.RunAsync("--help");

        Assert.StartsWith("swarm-agent 0.", version.Output);
        Assert.All(
            ["run", "join", "doctor", "status", "drain", "config", "service", "version"],
            verb => Assert.Contains($"  {verb} ", help.Output, StringComparison.Ordinal));
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
