using Swarm.Contracts.Statuses;
using Swarm.Tests.WorkerAgent.Kit;

namespace Swarm.Tests.WorkerAgent.Agents;

/// <summary>The connection breaks at every place where that makes a difference.</summary>
public sealed class ConnectionTests : AgentTest
{
    [Fact]
    public async Task A_report_whose_answer_was_lost_is_sent_again()
    {
        await using var agent = RunningAgent.Start(Plane, Folder.Path);
        var item = WorkItems.Noop();
        Plane.AnswerLost = "/report";
        Plane.Offer(item);
        var first = await Plane.Reports.FirstAsync(_ => true);

        Plane.AnswerLost = null;
        await Plane.Reports.FirstAsync(_ => Plane.Reports.Seen.Count > 1);

        Assert.All(Plane.Reports.Seen, again => Assert.Equal(first, again));
    }

    [Fact]
    public async Task Log_lines_survive_a_broken_connection_in_order_and_come_before_the_report()
    {
        await using var agent = RunningAgent.Start(Plane, Folder.Path);
        var item = WorkItems.Script("i=0; while [ $i -lt 2000 ]; do echo line $i; i=$((i+1)); done");
        Plane.Unreachable = "/logs";
        Plane.Offer(item);
        await Plane.Claims.FirstAsync(_ => true);

        Plane.AnswerLost = "/logs";
        Plane.Unreachable = null;
        await Plane.Lines.FirstAsync(_ => true);
        Plane.AnswerLost = null;
        await Plane.Reports.FirstAsync(_ => true);

        var lines = Plane.LogOf(item.Id, 1).Select(line => line.Text);
        Assert.Equal(Enumerable.Range(0, 2000).Select(i => $"line {i}"), lines);
    }

    [Fact]
    public async Task Long_chunks_of_a_log_travel_compressed_and_short_ones_as_they_are()
    {
        await using var agent = RunningAgent.Start(Plane, Folder.At("data"));

        Plane.Offer(WorkItems.Script("echo short", "short"));
        await Plane.Reports.FirstAsync(_ => true);
        Plane.Offer(WorkItems.Script("seq 1 2000", "long"));
        await Plane.Reports.FirstAsync(told => told.Id.Contains("long", StringComparison.Ordinal));

        Assert.Equal("", Plane.LogEncodings.Seen[0]);
        Assert.Contains("gzip", Plane.LogEncodings.Seen);
        var told = Plane.LogOf(WorkItems.Noop("long").Id, 1).Where(line => line.Stream == "stdout");
        Assert.Equal(Enumerable.Range(1, 2000).Select(n => $"{n}"), told.Select(line => line.Text));
    }

    [Fact]
    public async Task A_log_that_the_control_plane_has_lost_is_sent_again_from_its_first_line()
    {
        await using var agent = RunningAgent.Start(Plane, Folder.At("data"));
        Plane.LosesLogAt = 501;

        Plane.Offer(WorkItems.Script("seq 1 2000"));
        await Plane.Reports.FirstAsync(_ => true);

        Assert.Null(Plane.LosesLogAt);
        var told = Plane.LogOf(WorkItems.Noop().Id, 1).Where(line => line.Stream == "stdout");
        Assert.Equal(Enumerable.Range(1, 2000).Select(n => $"{n}"), told.Select(line => line.Text));
    }

    [Fact]
    public async Task A_log_that_is_never_taken_does_not_keep_the_result_from_being_told()
    {
        var clock = new ManualClock();
        await using var agent = RunningAgent.Start(RunningAgent.Options(Plane.Url, Folder.Path), clock);
        Plane.Unreachable = "/logs";
        Plane.Offer(WorkItems.Script("echo one"));

        await clock.TimerDueInAsync(TimeSpan.FromMinutes(1));
        clock.Advance(TimeSpan.FromMinutes(1));

        var (_, report) = await Plane.Reports.FirstAsync(_ => true);
        Assert.Equal(WorkItemOutcome.Completed, report.Outcome);
    }

    [Fact]
    public async Task A_stale_report_is_dropped_and_the_worker_goes_on()
    {
        await using var agent = RunningAgent.Start(Plane, Folder.Path);
        var stale = WorkItems.Noop("stale");
        Plane.StaleUpTo[stale.Id] = 1;
        Plane.Offer(stale);
        var next = WorkItems.Noop("next");
        Plane.Offer(next);

        var (id, report) = await Plane.Reports.FirstAsync(_ => true);
        await Plane.Heartbeats.FirstAsync(beat => beat.Sequence > 1 && beat.Held.Count == 0);

        Assert.Equal((next.Id, WorkItemOutcome.Completed), (id, report.Outcome));
        Assert.Empty(Directory.GetDirectories(Folder.At("work")));
    }

    [Fact]
    public async Task A_lost_lease_told_by_the_log_ends_the_work()
    {
        await using var agent = RunningAgent.Start(Plane, Folder.Path);
        var item = WorkItems.Script("while :; do echo x; sleep 0.05; done");
        Plane.StaleUpTo[item.Id] = 1;
        Plane.Offer(item);
        await Plane.Claims.FirstAsync(_ => true);

        Plane.Offer(WorkItems.Noop("next"));
        await Plane.Reports.FirstAsync(report => report.Id != item.Id);

        Assert.DoesNotContain(Plane.Reports.Seen, report => report.Id == item.Id);
    }

    [Fact]
    public async Task The_same_work_item_under_a_newer_token_waits_until_the_older_work_has_ended()
    {
        await using var agent = RunningAgent.Start(RunningAgent.Options(Plane.Url, Folder.Path) with { Slots = 2 });
        var busy = Folder.At("busy");
        var script = $"mkdir {busy} || exit 9; echo in; [ $SWARM_ATTEMPT = 1 ] || exit 0; sleep 600";
        var older = WorkItems.Script(script);
        Plane.Offer(older);
        await Plane.Lines.FirstAsync(_ => true);

        Directory.Delete(busy);
        Plane.Offer(older with { Token = 2, Attempt = 2 });
        var (_, report) = await Plane.Reports.FirstAsync(_ => true);

        Assert.Equal((2, 0), (report.Token, report.ExitCode));
        Assert.Single(Plane.Reports.Seen);
    }
}
