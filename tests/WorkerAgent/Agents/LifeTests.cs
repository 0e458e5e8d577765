using Swarm.Contracts.Statuses;
using Swarm.Tests.WorkerAgent.Kit;

namespace Swarm.Tests.WorkerAgent.Agents;

/// <summary>Lives of real agent processes: how they begin, end, and what the next one makes of a killed one.</summary>
public sealed class LifeTests : AgentTest
{
    [Fact]
    public async Task After_a_kill_the_next_life_ends_the_processes_of_the_last_before_it_speaks_to_the_control_plane()
    {
        // A grandchild in another process group and one in another session: both are found.
        var item = WorkItems.Script("sh -c 'echo $$; exec sleep 600' & setsid sh -c 'echo $$; exec sleep 600' & wait");
        await using var first = AgentProcess.Start(Plane.Url, Folder.Path);
        Plane.Offer(item);
        await Plane.Lines.FirstAsync(_ => Plane.Lines.Seen.Count == 2);
        var pids = Plane.LogOf(item.Id, 1).Select(line => line.Text).ToArray();
        await first.KillAsync();
        Assert.All(pids, pid => Assert.True(AgentProcess.IsAlive(pid)));

        var joins = Plane.Heartbeats.Seen.Count;
        await using var second = AgentProcess.Start(Plane.Url, Folder.Path);
        await Plane.Heartbeats.FirstAsync(_ => Plane.Heartbeats.Seen.Count > joins);

        Assert.All(pids, pid => Assert.False(AgentProcess.IsAlive(pid)));
        Assert.Empty(Plane.Heartbeats.Seen[joins].Held);
        Assert.Single(Directory.GetDirectories(Folder.At("lost")));
    }

    [Fact]
    public async Task A_report_that_could_not_be_sent_is_delivered_by_the_next_life()
    {
        var item = WorkItems.Script("echo done");
        await using (var first = AgentProcess.Start(Plane.Url, Folder.Path))
        {
            await Plane.Heartbeats.FirstAsync(_ => true);
            Plane.Unreachable = "/report";
            Plane.Offer(item);
            await first.Errors.FirstAsync(line => line.Contains("report failed", StringComparison.Ordinal));
            await first.KillAsync();
        }

        Plane.Unreachable = null;
        var beats = Plane.Heartbeats.Seen.Count;
        await using var second = AgentProcess.Start(Plane.Url, Folder.Path);
        var (_, report) = await Plane.Reports.FirstAsync(_ => true);

        Assert.Equal((WorkItemOutcome.Completed, "done\n"), (report.Outcome, report.Stdout));
        Assert.Equal(["done"], Plane.LogOf(item.Id, 1).Select(line => line.Text));
        Assert.Equal(item.Id, Assert.Single(Plane.Heartbeats.Seen[beats].Held).Id);
    }

    [Fact]
    public async Task A_drain_lets_work_finish_takes_no_more_and_signs_off()
    {
        var gate = Folder.At("gate");
        var item = WorkItems.Script($"mkfifo {gate}; echo ready; read x <{gate}");
        await using var agent = AgentProcess.Start(Plane.Url, Folder.Path, "--slots", "2");
        Plane.Offer(item);
        await Plane.Lines.FirstAsync(_ => true);

        agent.Terminate();
        await Plane.Heartbeats.FirstAsync(beat => beat.Draining);
        Plane.Offer(WorkItems.Noop("later"));
        await File.WriteAllTextAsync(gate, "go\n");

        Assert.Equal(0, await agent.WaitForExitCodeAsync());
        Assert.Equal(0, Assert.Single(Plane.Reports.Seen).Report.ExitCode);
        Assert.Single(Plane.SignOffs.Seen);
        Assert.Single(Plane.Claims.Seen);
    }

    [Fact]
    public async Task A_drain_that_takes_too_long_ends_the_work_without_a_report_and_leaves_no_process()
    {
        var item = WorkItems.Script("trap '' INT; echo $$; sleep 600");
        await using var agent = AgentProcess.Start(Plane.Url, Folder.Path, "--drain-seconds", "0");
        Plane.Offer(item);
        var (_, line) = await Plane.Lines.FirstAsync(_ => true);

        agent.Terminate();

        Assert.Equal(0, await agent.WaitForExitCodeAsync());
        Assert.False(AgentProcess.IsAlive(line.Text));
        Assert.Empty(Plane.Reports.Seen);
        Assert.Single(Plane.SignOffs.Seen);
    }

    [Fact]
    public async Task The_second_signal_ends_the_work_at_once()
    {
        await using var agent = AgentProcess.Start(Plane.Url, Folder.Path, "--drain-seconds", "3600");
        Plane.Offer(WorkItems.Script("echo $$; sleep 600"));
        var (_, line) = await Plane.Lines.FirstAsync(_ => true);

        agent.Terminate();
        await Plane.Heartbeats.FirstAsync(beat => beat.Draining);
        agent.Terminate();

        Assert.Equal(0, await agent.WaitForExitCodeAsync());
        Assert.False(AgentProcess.IsAlive(line.Text));
    }

    [Fact]
    public async Task A_second_agent_on_the_same_folder_is_told_who_uses_it()
    {
        await using var first = AgentProcess.Start(Plane.Url, Folder.Path);
        await Plane.Heartbeats.FirstAsync(_ => true);

        await using var second = AgentProcess.Start(Plane.Url, Folder.Path);

        Assert.Equal(4, await second.WaitForExitCodeAsync());
        var line = await second.Errors.FirstAsync(_ => true);
        Assert.Contains($"(pid {first.Pid})", line, StringComparison.Ordinal);
        Assert.Contains(Folder.Path, line, StringComparison.Ordinal);
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
        await using var agent = AgentProcess.Start(Plane.Url, Folder.Path, flag, value);

        Assert.Equal(2, await agent.WaitForExitCodeAsync());
        Assert.Contains(agent.Errors.Seen, line => line.Contains(told, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_join_token_that_is_refused_is_exit_code_3()
    {
        await using var agent = AgentProcess.Start(Plane.Url, Folder.Path, "--token", "swj_wrong");

        Assert.Equal(3, await agent.WaitForExitCodeAsync());
        Assert.DoesNotContain(agent.Errors.Seen, line => line.Contains("swj_wrong", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_that_was_revoked_ends_the_work_and_is_exit_code_3()
    {
        await using var agent = AgentProcess.Start(Plane.Url, Folder.Path);
        Plane.Offer(WorkItems.Script("echo $$; sleep 600"));
        var (_, line) = await Plane.Lines.FirstAsync(_ => true);

        Plane.Key = "swk_worker_2";

        Assert.Equal(3, await agent.WaitForExitCodeAsync());
        Assert.False(AgentProcess.IsAlive(line.Text));
    }

    [Fact]
    public async Task Commands_see_what_is_theirs_and_none_of_the_agents_secrets()
    {
        await using var agent = AgentProcess.Start(Plane.Url, Folder.Path);
        var item = WorkItems.Script("env");
        item = item with
        {
            Shell = item.Shell! with { Environment = new Dictionary<string, string> { ["SWARM_INPUT_X"] = "a\nb" } },
        };
        Plane.Offer(item);

        var stdout = (await Plane.Reports.FirstAsync(_ => true)).Report.Stdout!;

        Assert.Contains("SWARM_INPUT_X=a\nb\n", stdout, StringComparison.Ordinal);
        Assert.Contains($"SWARM_WORK_ITEM={item.Id}\n", stdout, StringComparison.Ordinal);
        Assert.Contains("PATH=", stdout, StringComparison.Ordinal);
        Assert.DoesNotContain("SWARM_JOIN_TOKEN", stdout, StringComparison.Ordinal);
        Assert.DoesNotContain("SWARM_SECRET_OF_THE_AGENT", stdout, StringComparison.Ordinal);
        Assert.DoesNotContain("DOTNET_EnableDiagnostics", stdout, StringComparison.Ordinal);
    }
}
