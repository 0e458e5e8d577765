using Swarm.Contracts.Schedules;
using Swarm.Core.Schedules;

namespace Swarm.Tests.Core.Schedules;

public sealed class TickPlanTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly CronSchedule s_hourly = CronSchedule.Parse("0 0 * * * *", "Etc/UTC");

    [Fact]
    public void A_tick_that_has_just_come_runs_whatever_the_policy()
    {
        foreach (var policy in Enum.GetValues<CatchUpPolicy>())
        {
            var plan = TickPlan.Of(s_hourly, s_noon.AddMinutes(-30), s_noon.AddSeconds(5), policy);
            Assert.Equal([s_noon], plan.Run);
            Assert.Equal(0, plan.Missed);
        }
    }

    [Theory]
    [InlineData(CatchUpPolicy.None, 0, 3)]
    [InlineData(CatchUpPolicy.Latest, 1, 2)]
    [InlineData(CatchUpPolicy.All, 3, 0)]
    public void Ticks_of_an_absence_follow_the_policy(CatchUpPolicy policy, int run, int missed)
    {
        var plan = TickPlan.Of(s_hourly, s_noon.AddHours(-2.5), s_noon.AddMinutes(20), policy);

        Assert.Equal(run, plan.Run.Count);
        Assert.Equal(missed, plan.Missed);
        Assert.Equal(missed == 0 ? null : s_noon.AddHours(-run), plan.LastMissed);
    }

    [Fact]
    public void A_tick_on_time_runs_though_others_before_it_were_missed()
    {
        var plan = TickPlan.Of(s_hourly, s_noon.AddHours(-5.5), s_noon, CatchUpPolicy.None);

        Assert.Equal([s_noon], plan.Run);
        Assert.Equal(5, plan.Missed);
        Assert.Equal(s_noon.AddHours(-1), plan.LastMissed);
    }

    [Fact]
    public void A_tick_runs_once()
    {
        var plan = TickPlan.Of(s_hourly, s_noon, s_noon.AddMinutes(1), CatchUpPolicy.All);

        Assert.Empty(plan.Run);
        Assert.Null(plan.LastMissed);
    }

    [Fact]
    public void A_year_of_seconds_makes_up_for_the_latest_hundred_and_takes_no_year()
    {
        var secondly = CronSchedule.Parse("* * * * * *", "Etc/UTC");
        var plan = TickPlan.Of(secondly, s_noon.AddYears(-1), s_noon, CatchUpPolicy.All);

        Assert.Equal(TickPlan.MaxCatchUp, plan.Run.Count);
        Assert.Equal(s_noon, plan.Run[^1]);
        Assert.True(plan.Missed > TickPlan.MaxCatchUp);
    }
}
