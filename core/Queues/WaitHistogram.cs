namespace Swarm.Core.Queues;

/// <summary>How long things waited, counted in a fixed number of steps; a percentile is as exact as its step.</summary>
public static class WaitHistogram
{
    private static readonly TimeSpan[] s_limits =
    [
        .. new[] { 1, 2, 5, 10, 20, 50, 100, 200, 500 }.Select(ms => TimeSpan.FromMilliseconds(ms)),
        .. new[] { 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600, 6 * 3600, 86_400 }
            .Select(seconds => TimeSpan.FromSeconds(seconds)),
    ];

    /// <summary>How many steps there are; the last one has no upper end.</summary>
    public static int Steps => s_limits.Length + 1;

    /// <summary>The step that a wait belongs to.</summary>
    public static int StepOf(TimeSpan wait)
    {
        var at = Array.BinarySearch(s_limits, wait);
        return at >= 0 ? at : ~at;
    }

    /// <summary>
    /// What a share of the waits did not exceed, spread evenly within its step; null when there are none. A wait beyond
    /// the last limit counts as that limit.
    /// </summary>
    /// <param name="counts">How many waits fell into each step.</param>
    /// <param name="share">From 0 to 1.</param>
    public static TimeSpan? Percentile(IReadOnlyList<int> counts, double share)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var left = share * counts.Sum();
        for (var step = 0; step < counts.Count; step++)
        {
            if (counts[step] > 0 && counts[step] >= left)
            {
                var from = step == 0 ? TimeSpan.Zero : s_limits[step - 1];
                var to = step == s_limits.Length ? from : s_limits[step];
                return from + ((to - from) * (left / counts[step]));
            }

            left -= counts[step];
        }

        return null;
    }
}
