namespace Swarm.WorkerAgent.Policies;

/// <summary>When this machine works: windows of the week in one time zone; none means always.</summary>
internal sealed record Hours(IReadOnlyList<HoursWindow> Windows, TimeZoneInfo Zone)
{
    private const int DaysAhead = 8;

    public static Hours Always { get; } = new([], TimeZoneInfo.Utc);

    public bool AreOpen(DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now, Zone).DateTime;
        return Windows.Count == 0 || Windows.Any(window => window.Holds(local));
    }

    /// <summary>When the next window begins; null if there is none.</summary>
    public DateTimeOffset? NextOpening(DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now, Zone).DateTime;
        var openings = Enumerable.Range(0, DaysAhead)
            .Select(ahead => local.Date.AddDays(ahead))
            .SelectMany(day => Windows.Where(window => window.Days.Contains(day.DayOfWeek)).Select(w => day + w.From))
            .Where(opening => opening > local)
            .ToArray();
        return openings.Length == 0 ? null : ToInstant(openings.Min());
    }

    /// <summary>The beginning of the next day, when a day's budget is new.</summary>
    public DateTimeOffset NextDay(DateTimeOffset now) =>
        ToInstant(TimeZoneInfo.ConvertTime(now, Zone).Date.AddDays(1));

    /// <summary>The day that an instant belongs to.</summary>
    public DateOnly DayOf(DateTimeOffset now) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, Zone).DateTime);

    // A time that the clocks skip is taken an hour later, when they show it as past.
    private DateTimeOffset ToInstant(DateTime local)
    {
        var real = Zone.IsInvalidTime(local) ? local.AddHours(1) : local;
        return new DateTimeOffset(real, Zone.GetUtcOffset(real)).ToUniversalTime();
    }
}
