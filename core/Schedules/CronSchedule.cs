using NCrontab;

namespace Swarm.Core.Schedules;

/// <summary>
/// When a schedule ticks: a cron expression of six fields (second, minute, hour, day, month, weekday) in a time zone.
/// </summary>
/// <remarks>
/// Where the clocks change, a schedule does what cron does (Vixie cron, cron(8) of Debian). One that names its times
/// ticks once for each: a time that the change skips ticks at the change, a time that comes twice ticks at the first.
/// One that repeats within the day (<c>*</c>, a range or a step in its seconds, minutes or hours) goes on by elapsed
/// time: a skipped hour has no ticks, a repeated one has them twice.
/// </remarks>
public sealed class CronSchedule
{
    private const int Fields = 6;

    /// <summary>The first three fields tell whether the schedule repeats within the day.</summary>
    private const int TimeFields = 3;

    /// <summary>A leap day of a given weekday lets one wait 40 years; beyond, nothing comes.</summary>
    private static readonly TimeSpan s_horizon = TimeSpan.FromDays(41 * 366);

    private readonly CrontabSchedule _cron;
    private readonly WallClock _clock;
    private readonly bool _repeats;

    private CronSchedule(string expression, CrontabSchedule cron, TimeZoneInfo zone)
    {
        Expression = expression;
        TimeZone = zone;
        _cron = cron;
        _clock = new WallClock(zone);
        _repeats = expression.Split(' ').Take(TimeFields).Any(field => field.AsSpan().ContainsAny('*', '-', '/'));
    }

    /// <summary>The expression, with single spaces between its fields.</summary>
    public string Expression { get; }

    public TimeZoneInfo TimeZone { get; }

    /// <summary>Reads a schedule.</summary>
    /// <param name="expression">Six fields, such as <c>0 30 6 * * 1-5</c>: at 6:30 on working days.</param>
    /// <param name="timeZone">An IANA name, such as <c>Europe/Berlin</c>.</param>
    /// <exception cref="ScheduleFormatException">One of the two cannot be used; it says which and why.</exception>
    public static CronSchedule Parse(string expression, string timeZone)
    {
        ArgumentNullException.ThrowIfNull(expression);
        ArgumentNullException.ThrowIfNull(timeZone);
        var schedule = new CronSchedule(Normalise(expression), ReadCron(expression), ReadZone(timeZone));
        return schedule.Next(DateTimeOffset.UnixEpoch) is null
            ? throw new ScheduleFormatException(ScheduleField.Cron, $"'{expression}' never comes.")
            : schedule;
    }

    /// <summary>The first tick after an instant; null when none comes within 41 years.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        var first = NextAfterWall(_clock.At(after), after);
        if (_repeats && _clock.RepeatOf(after) is { } repeat)
        {
            // The clock shows this hour again: a tick of its second showing may come before the next of this one.
            var again = NextAfterWall(repeat.Wall - TimeSpan.FromSeconds(1), repeat.Instant - TimeSpan.FromTicks(1));
            return first is null || again < first ? again : first;
        }

        return first;
    }

    /// <summary>The ticks after an instant, the earliest first.</summary>
    public IEnumerable<DateTimeOffset> After(DateTimeOffset instant)
    {
        for (var next = Next(instant); next is { } tick; next = Next(tick))
        {
            yield return tick;
        }
    }

    private DateTimeOffset? NextAfterWall(DateTime wall, DateTimeOffset after)
    {
        var end = wall < DateTime.MaxValue - s_horizon ? wall + s_horizon : DateTime.MaxValue;
        while (true)
        {
            wall = _cron.GetNextOccurrence(wall, end);
            if (wall >= end)
            {
                return null;
            }

            foreach (var instant in _clock.Instants(wall, _repeats))
            {
                if (instant > after)
                {
                    return instant;
                }
            }
        }
    }

    private static string Normalise(string expression) =>
        string.Join(' ', expression.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static CrontabSchedule ReadCron(string expression)
    {
        var text = Normalise(expression);
        var fields = text.Length == 0 ? 0 : text.Split(' ').Length;
        if (fields != Fields)
        {
            var hint = fields == Fields - 1 ? $" Put the second first: '0 {text}'." : "";
            throw new ScheduleFormatException(
                ScheduleField.Cron,
                "A schedule has six fields (second minute hour day month weekday); "
                + $"'{expression}' has {fields}.{hint}");
        }

        try
        {
            return CrontabSchedule.Parse(text, new CrontabSchedule.ParseOptions { IncludingSeconds = true });
        }
        catch (CrontabException exception)
        {
            throw new ScheduleFormatException(
                ScheduleField.Cron, $"'{expression}' is no schedule: {exception.Message}", exception);
        }
    }

    private static TimeZoneInfo ReadZone(string timeZone) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var zone)
            ? zone
            : throw new ScheduleFormatException(
                ScheduleField.TimeZone, $"'{timeZone}' is no time zone; give an IANA name such as 'Europe/Berlin'.");
}
