namespace Swarm.Core.Schedules;

/// <summary>What the clock on the wall shows in a time zone, and when it shows it.</summary>
internal sealed class WallClock(TimeZoneInfo zone)
{
    /// <summary>No zone turns its clocks by more than this at once.</summary>
    private static readonly TimeSpan s_longestChange = TimeSpan.FromDays(1);

    /// <summary>What the clock shows at an instant.</summary>
    public DateTime At(DateTimeOffset instant) =>
        DateTime.SpecifyKind(TimeZoneInfo.ConvertTime(instant, zone).DateTime, DateTimeKind.Unspecified);

    /// <summary>When the clock shows a time, the earliest first.</summary>
    /// <param name="wall">The time.</param>
    /// <param name="elapsed">
    /// True for all instants at which it is shown: none when a change skips it, two when it comes twice. False for
    /// one in each case: the change that skips it, or the first of the two.
    /// </param>
    public DateTimeOffset[] Instants(DateTime wall, bool elapsed)
    {
        if (zone.IsInvalidTime(wall))
        {
            return elapsed ? [] : [ChangeBefore(wall)];
        }

        if (!zone.IsAmbiguousTime(wall))
        {
            return [Utc(wall, zone.GetUtcOffset(wall))];
        }

        var offsets = zone.GetAmbiguousTimeOffsets(wall);
        return elapsed
            ? [Utc(wall, offsets.Max()), Utc(wall, offsets.Min())]
            : [Utc(wall, offsets.Max())];
    }

    /// <summary>
    /// When, and at which time shown, the clock goes back to show the present time again; null when it does not.
    /// </summary>
    public (DateTimeOffset Instant, DateTime Wall)? RepeatOf(DateTimeOffset instant)
    {
        var wall = At(instant);
        if (!zone.IsAmbiguousTime(wall) || instant >= Utc(wall, zone.GetAmbiguousTimeOffsets(wall).Min()))
        {
            return null;
        }

        var change = FirstChange(instant, instant + s_longestChange);
        return (change, At(change));
    }

    private static DateTimeOffset Utc(DateTime wall, TimeSpan offset) =>
        new DateTimeOffset(wall, offset).ToUniversalTime();

    /// <summary>The change that skips a time.</summary>
    private DateTimeOffset ChangeBefore(DateTime skipped)
    {
        // Read under the offset before the change, the time lies after the change by less than it skips.
        var before = Utc(skipped, zone.GetUtcOffset(skipped - s_longestChange));
        return FirstChange(before - s_longestChange, before);
    }

    /// <summary>The first instant in (from, to] at which the offset is another than at the beginning.</summary>
    private DateTimeOffset FirstChange(DateTimeOffset from, DateTimeOffset to)
    {
        var offset = zone.GetUtcOffset(from);
        while (to - from > TimeSpan.FromTicks(1))
        {
            var middle = from + ((to - from) / 2);
            if (zone.GetUtcOffset(middle) == offset)
            {
                from = middle;
            }
            else
            {
                to = middle;
            }
        }

        return to;
    }
}
