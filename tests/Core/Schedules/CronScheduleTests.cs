using Swarm.Core.Schedules;

namespace Swarm.Tests.Core.Schedules;

public sealed class CronScheduleTests
{
    private const string Berlin = "Europe/Berlin";

    [Theory]
    [InlineData("0 30 6 * * 1-5", "Etc/UTC", "2026-11-20T06:30:00Z", "2026-11-23T06:30:00Z")]
    [InlineData("0 30 6 * * *", Berlin, "2026-07-01T00:00:00Z", "2026-07-01T04:30:00Z")]
    [InlineData("0 30 6 * * *", Berlin, "2026-12-01T00:00:00Z", "2026-12-01T05:30:00Z")]
    [InlineData("*/15 * * * * *", "Asia/Kathmandu", "2026-01-01T00:00:01Z", "2026-01-01T00:00:15Z")]
    [InlineData("0 0 0 29 2 *", "Etc/UTC", "2026-01-01T00:00:00Z", "2028-02-29T00:00:00Z")]
    public void The_next_tick_comes_at_the_time_that_the_clock_of_the_zone_shows(
        string cron, string zone, string after, string expected) =>
        Assert.Equal(Time(expected), CronSchedule.Parse(cron, zone).Next(Time(after)));

    [Fact]
    public void A_tick_is_after_the_instant_that_was_asked_for_and_never_at_it()
    {
        var schedule = CronSchedule.Parse("0 0 12 * * *", "Etc/UTC");
        Assert.Equal(Time("2026-01-02T12:00:00Z"), schedule.Next(Time("2026-01-01T12:00:00Z")));
    }

    [Fact]
    public void A_time_that_summer_time_skips_ticks_once_at_the_change()
    {
        // On 29 March 2026 the clocks of Berlin go from 2:00 to 3:00, at 1:00 UTC.
        var schedule = CronSchedule.Parse("0 30 2 * * *", Berlin);
        Assert.Equal(
            ["2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"],
            Ticks(schedule, "2026-03-28T00:00:00Z", 3));
    }

    [Fact]
    public void A_time_that_comes_twice_ticks_at_the_first()
    {
        // On 25 October 2026 the clocks of Berlin go from 3:00 back to 2:00, at 1:00 UTC.
        var schedule = CronSchedule.Parse("0 30 2 * * *", Berlin);
        Assert.Equal(
            ["2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"],
            Ticks(schedule, "2026-10-24T00:00:00Z", 3));
        Assert.Equal(Time("2026-10-26T01:30:00Z"), schedule.Next(Time("2026-10-25T01:10:00Z")));
    }

    [Theory]
    [InlineData("2026-03-29T00:15:00Z")]
    [InlineData("2026-10-24T23:45:00Z")]
    public void A_schedule_that_repeats_goes_on_by_elapsed_time_through_both_changes(string from)
    {
        var schedule = CronSchedule.Parse("0 */20 * * * *", Berlin);
        var ticks = schedule.After(Time(from)).Take(12).ToList();
        Assert.All(ticks.Zip(ticks.Skip(1)), pair => Assert.Equal(TimeSpan.FromMinutes(20), pair.Second - pair.First));
    }

    [Fact]
    public void A_time_that_two_skipped_times_fall_on_ticks_once()
    {
        var schedule = CronSchedule.Parse("0 10,40 2 * * *", Berlin);
        Assert.Equal(
            ["2026-03-29T01:00:00Z", "2026-03-30T00:10:00Z", "2026-03-30T00:40:00Z"],
            Ticks(schedule, "2026-03-28T12:00:00Z", 3));
    }

    [Fact]
    public void A_change_of_half_an_hour_is_a_change_too()
    {
        // On 5 April 2026 Lord Howe Island goes from 2:00 (+11) back to 1:30 (+10:30), at 15:00 UTC of the day before.
        var schedule = CronSchedule.Parse("0 45 1 * * *", "Australia/Lord_Howe");
        Assert.Equal(
            ["2026-04-04T14:45:00Z", "2026-04-05T15:15:00Z"], Ticks(schedule, "2026-04-04T00:00:00Z", 2));
    }

    [Fact]
    public void Every_tick_of_two_years_shows_the_time_that_was_asked_for_unless_the_clocks_skip_it()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
        var schedule = CronSchedule.Parse("0 30 2 * * *", "America/New_York");
        var end = Time("2028-01-01T00:00:00Z");
        var ticks = schedule.After(Time("2026-01-01T00:00:00Z")).TakeWhile(tick => tick < end).ToList();
        var shown = ticks.Select(tick => TimeZoneInfo.ConvertTime(tick, zone).TimeOfDay).ToList();

        Assert.Equal(730, ticks.Count);
        Assert.Equal(728, shown.Count(time => time == new TimeSpan(2, 30, 0)));
        Assert.Equal(2, shown.Count(time => time == new TimeSpan(3, 0, 0)));
    }

    [Theory]
    [InlineData("*/5 * * * *", "Etc/UTC", ScheduleField.Cron, "'0 */5 * * * *'")]
    [InlineData("", "Etc/UTC", ScheduleField.Cron, "has 0")]
    [InlineData("0 0 25 * * *", "Etc/UTC", ScheduleField.Cron, "'0 0 25 * * *' is no schedule")]
    [InlineData("0 0 0 30 2 *", "Etc/UTC", ScheduleField.Cron, "never comes")]
    [InlineData("0 0 0 * * *", "Berlin", ScheduleField.TimeZone, "'Berlin' is no time zone")]
    public void What_is_no_schedule_is_refused_with_the_field_and_a_way_out(
        string cron, string zone, ScheduleField field, string part)
    {
        var exception = Assert.Throws<ScheduleFormatException>(() => CronSchedule.Parse(cron, zone));
        Assert.Equal(field, exception.Field);
        Assert.Contains(part, exception.Message, StringComparison.Ordinal);
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, null);

    private static IEnumerable<string> Ticks(CronSchedule schedule, string after, int count) =>
        schedule.After(Time(after)).Take(count).Select(tick => $"{tick:yyyy-MM-ddTHH:mm:ssZ}");
}
