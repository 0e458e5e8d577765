using Swarm.Contracts.Statuses;
using Swarm.Tests.WorkerAgent.Kit;
using Swarm.WorkerAgent.Clocks;
using Swarm.WorkerAgent.Policies;
using Swarm.WorkerAgent.Settings;

namespace Swarm.Tests.WorkerAgent.Clocks;

/// <summary>
/// A laptop sleeps for hours while it works or waits, or somebody sets its clock. On Linux timers stand still
/// meanwhile, on Windows they go on; nothing but the clock on the wall tells the former.
/// </summary>
public sealed class SleepTests : AgentTest
{
    private readonly ManualClock clock = new();

    private AgentOptions Options => RunningAgent.Options(Plane.Url, Folder.At("data"));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Work_whose_lease_was_lost_in_an_hour_of_sleep_ends_and_is_done_once(bool timersStandStill)
    {
        await using var agent = RunningAgent.Start(Options, clock);
        var item = WorkItems.Script("echo $$; [ $SWARM_ATTEMPT = 1 ] || exit 0; sleep 600");
        Plane.Offer(item);
        var (_, pid) = await Plane.Lines.FirstAsync(_ => true);
        var before = Plane.Heartbeats.Seen.Count;

        Plane.Lost[item.Id] = true;
        Plane.StaleUpTo[item.Id] = item.Token;
        await SleepAsync(TimeSpan.FromHours(1), timersStandStill);
        await SoonAsync(Plane.Heartbeats.FirstAsync(beat => beat.Sequence > before && beat.Held.Count == 0));
        Plane.Lost.Clear();
        Plane.Offer(item with { Token = 2, Attempt = 2 });
        var ((_, report), _) = await SoonAsync(Plane.Reports.FirstAsync(_ => true));

        Assert.False(AgentProcess.IsAlive(pid.Text));
        Assert.Equal((2, WorkItemOutcome.Completed), (report.Token, report.Outcome));
        Assert.Single(Plane.Reports.Seen);
    }

    /// <summary>Both hung on dead connections for up to forty seconds; a night's work waited for that.</summary>
    [Fact]
    public async Task An_idle_worker_that_wakes_is_heard_and_asks_for_work_at_once()
    {
        Plane.Silent = "/poll";
        await using var agent = RunningAgent.Start(Options, clock);
        await Plane.Unanswered.FirstAsync(_ => true);
        var beats = Plane.Heartbeats.Seen.Count;

        // The poll under way stays without an answer; the next one gets one, however soon it comes.
        Plane.Silent = null;
        await SleepAsync(TimeSpan.FromHours(8), timersStandStill: true);
        var heard = await SoonAsync(Plane.Heartbeats.FirstAsync(_ => Plane.Heartbeats.Seen.Count > beats));
        Plane.Offer(WorkItems.Noop());
        var told = await SoonAsync(Plane.Reports.FirstAsync(_ => true));

        Assert.True(heard.Passed + told.Passed < TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_result_that_was_on_its_way_when_the_machine_fell_asleep_is_told_again_after_it()
    {
        await using var agent = RunningAgent.Start(Options, clock);
        Plane.Silent = "/report";
        Plane.Offer(WorkItems.Noop());
        await Plane.Unanswered.FirstAsync(path => path.EndsWith("/report", StringComparison.Ordinal));

        Plane.Silent = null;
        await SleepAsync(TimeSpan.FromHours(1), timersStandStill: true);
        var (told, _) = await SoonAsync(Plane.Reports.FirstAsync(_ => true));

        Assert.Equal(WorkItemOutcome.Completed, told.Report.Outcome);
    }

    [Theory]
    [InlineData(-5)]
    [InlineData(5)]
    public async Task Work_goes_on_and_is_told_when_the_clock_is_set_by_hours(int hours)
    {
        await using var agent = RunningAgent.Start(Options, clock);
        var gate = Folder.At("gate");
        Plane.Offer(WorkItems.Script($"mkfifo {gate}; echo ready; read x <{gate}; echo done"));
        await Plane.Lines.FirstAsync(_ => true);
        var before = Plane.Heartbeats.Seen.Count;

        await SleepAsync(TimeSpan.FromHours(hours), timersStandStill: true);
        await SoonAsync(Plane.Heartbeats.FirstAsync(beat => beat.Sequence > before && beat.Held.Count == 1));
        await File.WriteAllTextAsync(gate, "go\n");

        var ((_, report), _) = await SoonAsync(Plane.Reports.FirstAsync(_ => true));
        Assert.Equal((WorkItemOutcome.Completed, "ready\ndone\n"), (report.Outcome, report.Stdout));
    }

    [Fact]
    public async Task The_owners_hours_are_looked_at_as_soon_as_the_machine_wakes()
    {
        var open = new HoursWindow([DayOfWeek.Thursday], TimeSpan.FromHours(8), TimeSpan.FromHours(18));
        var policy = OwnerPolicy.None with { Hours = new Hours([open], TimeZoneInfo.Utc) };
        await using var agent = RunningAgent.Start(Options with { Policy = policy }, clock);
        Plane.Offer(WorkItems.Noop());

        // The epoch was a Thursday, and this machine waits for its morning.
        await clock.TimerDueInAsync(TimeSpan.FromSeconds(30));
        Assert.Empty(Plane.Polls.Seen);
        await SleepAsync(TimeSpan.FromHours(9), timersStandStill: true);
        await SoonAsync(Plane.Reports.FirstAsync(told => told.Report.Outcome == WorkItemOutcome.Completed));

        await Plane.Polls.FirstAsync(_ => Plane.Polls.Seen.Count > 1);
        clock.SetWall(TimeSpan.FromHours(9));
        Plane.Offer(WorkItems.Noop("late"));
        var ((_, late), _) = await SoonAsync(
            Plane.Reports.FirstAsync(told => told.Report.Outcome != WorkItemOutcome.Completed));

        Assert.Equal(WorkItemOutcome.Refused, late.Outcome);
        Assert.Contains("hours", late.Reason, StringComparison.Ordinal);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddDays(7).AddHours(8), late.RefusedUntil);
    }

    private async Task SleepAsync(TimeSpan length, bool timersStandStill)
    {
        await clock.SomeTimerDueWithinAsync(ClockWatch.LookEvery);
        if (timersStandStill)
        {
            clock.SetWall(length);
            clock.Advance(ClockWatch.LookEvery);
        }
        else
        {
            clock.Advance(length);
        }
    }

    /// <summary>A call that was cut is tried again after a moment, and a log of lost work given up.</summary>
    private async Task<(T Seen, TimeSpan Passed)> SoonAsync<T>(Task<T> happening)
    {
        var passed = await clock.PassUntilAsync(happening, TimeSpan.FromSeconds(4));
        return (await happening, passed);
    }
}
