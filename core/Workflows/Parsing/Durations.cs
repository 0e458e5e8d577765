using System.Globalization;
using System.Xml;

namespace Swarm.Core.Workflows.Parsing;

/// <summary>Reads durations in ISO 8601, without years and months, whose length depends on the calendar.</summary>
internal static class Durations
{
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        if (!text.StartsWith('P') || text.Split('T')[0].AsSpan().ContainsAny('Y', 'M'))
        {
            return false;
        }

        try
        {
            duration = XmlConvert.ToTimeSpan(text);
            return true;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return false;
        }
    }

    /// <summary>What people write instead: <c>5m</c>, <c>30 s</c>, <c>90</c> (seconds).</summary>
    public static TimeSpan? Guess(string text)
    {
        var number = text.TrimEnd().TrimEnd([.. "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"]);
        var unit = text.TrimEnd()[number.Length..].ToLowerInvariant();
        if (!int.TryParse(number, NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var value))
        {
            return null;
        }

        return unit switch
        {
            "" or "s" or "sec" or "second" or "seconds" => TimeSpan.FromSeconds(value),
            "m" or "min" or "minute" or "minutes" => TimeSpan.FromMinutes(value),
            "h" or "hour" or "hours" => TimeSpan.FromHours(value),
            "d" or "day" or "days" => TimeSpan.FromDays(value),
            "ms" => TimeSpan.FromMilliseconds(value),
            _ => null,
        };
    }
}
