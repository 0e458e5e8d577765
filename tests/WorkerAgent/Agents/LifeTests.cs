using Swarm.Contracts.Statuses;
using Swarm.Tests.WorkerAgent.Kit;

namespace Swarm.Tests.WorkerAgent.Agents;

/// <summary>Lives of real agent processes: how they begin, end, and what the next one makes of a killed one.</summary>
public sealed class LifeTests : IAsyncLifetime
{
    private readonly TestFolder folder = new();
    private FakeControlPlane plane = null!;

    public async ValueTask InitializeAsync() => plane = await FakeControlPlane.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await plane.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task After_a_kill_the_next_life_ends_the_processes_of_the_last_before_it_speaks_to_the_control_plane()
    {
        // A grandchild in another process group and one in another session: both are found.
        var item = WorkItems.Script("sh -c 'echo $$; exec sleep 600' & setsid sh -c 'echo $$; exec sleep 600' & wait");
        await using var first = AgentProcess.Start(plane.Url, folder.Path);
        plane.Offer(item);
        await plane.Lines.FirstAsync(_ => plane.Lines.Seen.Count == 2);
        var pids = plane.LogOf(item.Id, 1).Select(line => line.Text).ToArray();
        await first.KillAsync();
        Assert.All(pids, pid => Assert.True(AgentProcess.IsAlive(pid)));

        var joins = plane.Heartbeats.Seen.Count;
        await using var second = AgentProcess.Start(plane.Url, folder.Path);
        await plane.Heartbeats.FirstAsync(_ => plane.Heartbeats.Seen.Count > joins);

        Assert.All(pids, pid => Assert.False(AgentProcess.IsAlive(pid)));
        Assert.Empty(plane.Heartbeats.Seen[joins].Held);
        Assert.Single(Directory.GetDirectories(folder.At("lost")));
    }

    [Fact]
    public async Task A_report_that_could_not_be_sent_is_delivered_by_the_next_life()
    {
        var item = WorkItems.Script("echo done");
        await using (var first = AgentProcess.Start(plane.Url, folder.Path))
        {
            await plane.Heartbeats.FirstAsync(_ => true);
            plane.Unreachable = "/report";
            plane.Offer(item);
            await first.Errors.FirstAsync(line => line.Contains("report failed", StringComparison.Ordinal));
            await first.KillAsync();
        }

        plane.Unreachable = null;
        var beats = plane.Heartbeats.Seen.Count;
        await using var second = AgentProcess.Start(plane.Url, folder.Path);
        var (_, report) = await plane.Reports.FirstAsync(_ => true);

        Assert.Equal((WorkItemOutcome.Completed, "done\n"), (report.Outcome, report.Stdout));
        Assert.Equal(["done"], plane.LogOf(item.Id, 1).Select(line => line.Text));
        Assert.Equal(item.Id, Assert.Single(plane.Heartbeats.Seen[beats].Held).Id);
    }

    [Fact]
    public async Task A_drain_lets_work_finish_takes_no_more_and_signs_off()
    {
        var gate = folder.At("gate");
        var item = WorkItems.Script($"mkfifo {gate}; echo ready; read x <{gate}");
        await using var agent = AgentProcess.Start(plane.Url, folder.Path, "--slots", "2");
        plane.Offer(item);
        await plane.Lines.FirstAsync(_ => true);

        agent.Terminate();
        await plane.Heartbeats.FirstAsync(beat => beat.Draining);
        plane.Offer(WorkItems.Noop("later"));
        await File.WriteAllTextAsync(gate, "go\n");

        Assert.Equal(0, await agent.WaitForExitCodeAsync());
        Assert.Equal(0, Assert.Single(plane.Reports.Seen).Report.ExitCode);
        Assert.Single(plane.SignOffs.Seen);
        Assert.Single(plane.Claims.Seen);
    }

    [Fact]
    public async Task A_drain_that_takes_too_long_ends_the_work_without_a_report_and_leaves_no_process()
    {
        var item = WorkItems.Script("trap '' INT; echo $$; sleep 600");
        await using var agent = AgentProcess.Start(plane.Url, folder.Path, "--drain-seconds", "0");
        plane.Offer(item);
        var (_, line) = await plane.Lines.FirstAsync(_ => true);

        agent.Terminate();

        Assert.Equal(0, await agent.WaitForExitCodeAsync());
        Assert.False(AgentProcess.IsAlive(line.Text));
        Assert.Empty(plane.Reports.Seen);
        Assert.Single(plane.SignOffs.Seen);
    }

    [Fact]
    public async Task The_second_signal_ends_the_work_at_once()
    {
        await using var agent = AgentProcess.Start(plane.Url, folder.Path, "--drain-seconds", "3600");
        plane.Offer(WorkItems.Script("echo $$; sleep 600"));
        var (_, line) = await plane.Lines.FirstAsync(_ => true);

        agent.Terminate();
        await plane.Heartbeats.FirstAsync(beat => beat.Draining);
        agent.Terminate();

        Assert.Equal(0, await agent.WaitForExitCodeAsync());
        Assert.False(AgentProcess.IsAlive(line.Text));
    }

    [Fact]
    public async Task A_second_agent_on_the_same_folder_is_told_who_uses_it()
    {
        await using var first = AgentProcess.Start(plane.Url, folder.Path);
        await plane.Heartbeats.FirstAsync(_ => true);

        await using var second = AgentProcess.Start(plane.Url, folder.Path);

        Assert.Equal(4, await second.WaitForExitCodeAsync());
        var line = await second.Errors.FirstAsync(_ => true);
        Assert.Contains($"(pid {first.Pid})", line, StringComparison.Ordinal);
        Assert.Contains(folder.Path, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--slots", "0", "--slots must be 1 to 64")]
    [InlineData("--tools", "shel", "'shel'")]
    [InlineData("--url", "ftp://here", "http://")]
    [InlineData("--url", "here", "--url must be")]
    [InlineData("--slots", "two", "'two'")]
    [InlineData("--nonsense", "1", "--nonsense")]
    public async Task A_wrong_flag_is_told_and_is_exit_code_2(string flag, string value, string told)
    {
        await using var agent = AgentProcess.Start(plane.Url, folder.Path, flag, value);

        Assert.Equal(2, await agent.WaitForExitCodeAsync());
        Assert.Contains(agent.Errors.Seen, line => line.Contains(told, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_join_token_that_is_refused_is_exit_code_3()
    {
        await using var agent = AgentProcess.Start(plane.Url, folder.Path, "--token", "swj_wrong");

        Assert.Equal(3, await agent.WaitForExitCodeAsync());
        Assert.DoesNotContain(agent.Errors.Seen, line => line.Contains("swj_wrong", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_that_was_revoked_ends_the_work_and_is_exit_code_3()
    {
        await using var agent = AgentProcess.Start(plane.Url, folder.Path);
        plane.Offer(WorkItems.Script("echo $$; sleep 600"));
        var (_, line) = await plane.Lines.FirstAsync(_ => true);

        plane.Key = "swk_worker_2";

        Assert.Equal(3, await agent.WaitForExitCodeAsync());
        Assert.False(AgentProcess.IsAlive(line.Text));
    }

    [Fact]
    public async Task Commands_see_what_is_theirs_and_none_of_the_agents_secrets()
    {
        await using var agent = AgentProcess.Start(plane.Url, folder.Path);
        var item = WorkItems.Script("env");
        item = item with
        {
            Shell = item.Shell! with { Environment = new Dictionary<string, string> { ["SWARM_INPUT_X"] = "a\nb" } },
        };
        plane.Offer(item);

        var stdout = (await plane.Reports.FirstAsync(_ => true)).Report.Stdout!;

        Assert.Contains("SWARM_INPUT_X=a\nb\n", stdout, StringComparison.Ordinal);
        Assert.Contains($"SWARM_WORK_ITEM={item.Id}\n", stdout, StringComparison.Ordinal);
        Assert.Contains("PATH=", stdout, StringComparison.Ordinal);
        Assert.DoesNotContain("SWARM_JOIN_TOKEN", stdout, StringComparison.Ordinal);
        Assert.DoesNotContain("SWARM_SECRET_OF_THE_AGENT", stdout, StringComparison.Ordinal);
        Assert.DoesNotContain("DOTNET_EnableDiagnostics", stdout, StringComparison.Ordinal);
    }
}
