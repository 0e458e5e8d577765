using System.Globalization;

namespace Swarm.Bench.Agent;

/// <summary>Lines that say when they were printed.</summary>
internal static class ClockLines
{
    internal const string Mark = "printed at ";
    private const int ShortestPauseMs = 5;
    private const int LongestPauseMs = 150;

    /// <summary>Until whoever watches is there.</summary>
    private static readonly TimeSpan s_before = TimeSpan.FromSeconds(4);

    /// <summary>Prints them, with pauses of all lengths between.</summary>
    internal static async Task PrintAsync(int count)
    {
        var random = new Random(1);
        await Task.Delay(s_before, TimeProvider.System);
        for (var line = 0; line < count; line++)
        {
            var pause = TimeSpan.FromMilliseconds(random.Next(ShortestPauseMs, LongestPauseMs));
            await Task.Delay(pause, TimeProvider.System);
            Console.WriteLine($"{Mark}{TimeProvider.System.GetUtcNow().UtcTicks}");
        }
    }

    /// <summary>How long ago the line was printed; null for another line.</summary>
    internal static TimeSpan? AgeOf(string? line, DateTimeOffset now) =>
        line?.StartsWith(Mark, StringComparison.Ordinal) == true
            ? TimeSpan.FromTicks(now.UtcTicks - long.Parse(line.AsSpan(Mark.Length), CultureInfo.InvariantCulture))
            : null;
}
