using System.Globalization;
using NCrontab;

namespace Swarm.Embedded.Timers;

/// <summary>
/// When a timer function runs: a cron expression of five or six fields in UTC, or a span between two runs.
/// </summary>
internal sealed class TimerSchedule
{
    /// <summary>
    /// As on Azure Functions, a schedule that is shorter is not monitored: its state would be written for ever.
    /// </summary>
    private static readonly TimeSpan MonitoredMinInterval = TimeSpan.FromMinutes(1);

    private readonly Func<DateTimeOffset, DateTimeOffset> _next;

    private TimerSchedule(Func<DateTimeOffset, DateTimeOffset> next) => _next = next;

    /// <summary>Reads a schedule.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static TimerSchedule Parse(string text)
    {
        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        if (fields == 1 && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var interval)
            && interval > TimeSpan.Zero)
        {
            return new TimerSchedule(after => after + interval);
        }

        var options = new CrontabSchedule.ParseOptions { IncludingSeconds = fields == 6 };
        return fields is 5 or 6 && CrontabSchedule.TryParse(text, options) is { } cron
            ? new TimerSchedule(after => new DateTimeOffset(cron.GetNextOccurrence(after.UtcDateTime), TimeSpan.Zero))
            : throw new FormatException(
                $"'{text}' is no schedule: a cron expression of six fields such as '0 */5 * * * *', or a time span.");
    }

    /// <summary>The first occurrence after the given instant.</summary>
    public DateTimeOffset Next(DateTimeOffset after) => _next(after);

    /// <summary>Whether runs are far enough apart for their state to be kept.</summary>
    public bool CanBeMonitored(DateTimeOffset now)
    {
        var first = Next(now);
        return Next(first) - first >= MonitoredMinInterval;
    }
}
