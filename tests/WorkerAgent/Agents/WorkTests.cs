using Swarm.Contracts.Statuses;
using Swarm.Tests.WorkerAgent.Kit;

namespace Swarm.Tests.WorkerAgent.Agents;

public sealed class WorkTests : AgentTest
{
    [Fact]
    public async Task A_script_is_run_and_its_result_reported_after_its_log()
    {
        await using var agent = RunningAgent.Start(Plane, Folder.Path);
        var item = WorkItems.Script("echo one; echo two >&2; printf three");

        Plane.Offer(item);
        var (_, report) = await Plane.Reports.FirstAsync(r => r.Id == item.Id);

        Assert.Equal(WorkItemOutcome.Completed, report.Outcome);
        Assert.Equal(0, report.ExitCode);
        Assert.Equal("one\nthree", report.Stdout);
        Assert.Equal("two\n", report.Stderr);
        var log = Plane.LogOf(item.Id, 1);
        Assert.Equal(["one", "three"], log.Where(line => line.Stream == "stdout").Select(line => line.Text));
        Assert.Equal(["two"], log.Where(line => line.Stream == "stderr").Select(line => line.Text));
    }

    [Fact]
    public async Task Arguments_reach_the_program_as_they_are()
    {
        await using var agent = RunningAgent.Start(Plane, Folder.Path);
        var item = WorkItems.Command(["printf", "%s|", "a b", "$HOME", "*", "'\"\\", "é"]);

        Plane.Offer(item);
        var (_, report) = await Plane.Reports.FirstAsync(r => r.Id == item.Id);

        Assert.Equal("a b|$HOME|*|'\"\\|é|", report.Stdout);
    }

    [Fact]
    public async Task The_second_start_needs_no_token_and_keeps_the_identity()
    {
        await using (var first = RunningAgent.Start(Plane, Folder.Path))
        {
            await Plane.Heartbeats.FirstAsync(_ => true);
        }

        await using var second = RunningAgent.Start(
            RunningAgent.Options(Plane.Url, Folder.Path) with { JoinToken = null });
        var item = WorkItems.Noop();
        Plane.Offer(item);
        await Plane.Reports.FirstAsync(r => r.Id == item.Id);

        Assert.Single(Plane.Joins.Seen);
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Folder.At("identity.json")));
    }

    [Fact]
    public async Task As_many_work_items_run_at_once_as_there_are_slots()
    {
        await using var agent = RunningAgent.Start(RunningAgent.Options(Plane.Url, Folder.Path) with { Slots = 2 });
        var (one, two) = (Folder.At("one"), Folder.At("two"));
        var first = WorkItems.Script($"mkfifo {one} {two}; echo ready; read x <{one}; echo y >{two}", "first");
        var second = WorkItems.Script(
            $"while [ ! -p {two} ]; do sleep 0.05; done; echo x >{one}; read y <{two}", "second");

        Plane.Offer(first);
        Plane.Offer(second);

        Assert.Equal(0, (await Plane.Reports.FirstAsync(r => r.Id == first.Id)).Report.ExitCode);
        Assert.Equal(0, (await Plane.Reports.FirstAsync(r => r.Id == second.Id)).Report.ExitCode);
    }

    [Fact]
    public async Task A_cancel_told_by_the_control_poll_ends_the_work_and_is_reported()
    {
        await using var agent = RunningAgent.Start(Plane, Folder.Path);
        var item = WorkItems.Script("trap 'echo stopped; exit 3' INT; echo started; while :; do sleep 0.05; done");
        Plane.Offer(item);
        await Plane.Lines.FirstAsync(line => line.Line.Text == "started");

        Plane.Cancel(item.Id);
        var (_, report) = await Plane.Reports.FirstAsync(r => r.Id == item.Id);

        Assert.Equal(WorkItemOutcome.Cancelled, report.Outcome);
        Assert.EndsWith("stopped\n", report.Stdout);
    }

    [Fact]
    public async Task Work_whose_lease_was_lost_is_ended_and_not_reported()
    {
        await using var agent = RunningAgent.Start(Plane, Folder.Path);
        var item = WorkItems.Script("trap '' INT TERM; echo $$; while :; do sleep 0.05; done");
        Plane.Offer(item);
        var (_, line) = await Plane.Lines.FirstAsync(line => line.Id == item.Id);

        Plane.Lost[item.Id] = true;
        var last = await Plane.Heartbeats.FirstAsync(h => h.Sequence > 2 && h.Held.Count == 0);

        Assert.False(Directory.Exists($"/proc/{line.Text}"));
        Assert.Empty(Plane.Reports.Seen);
        Assert.Single(Directory.GetDirectories(Folder.At("lost")));
        Assert.NotNull(last);
    }
}
