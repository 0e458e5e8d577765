using System.Globalization;
using Swarm.Contracts.Workers;

namespace Swarm.Functions.Workers;

/// <summary>
/// The last hour's load of a worker, a sample a minute at most. It lies in the worker's row as one short text: the row
/// is written at each heartbeat and read at each request of the worker, and hardly ever is this part of it looked at.
/// </summary>
internal static class ResourceHistory
{
    public const int MaxSamples = 60;

    public static readonly TimeSpan Pace = TimeSpan.FromMinutes(1);

    private const char Between = ';';
    private const int Fields = 5;

    /// <summary>The text with the sample at its end; unchanged when the last one is not a minute old.</summary>
    public static string Append(string? text, ResourceSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        var samples = Split(text);
        if (samples.Length > 0 && Parse(samples[^1]) is { } last && sample.At - last.At < Pace)
        {
            return text!;
        }

        var written = string.Create(
            CultureInfo.InvariantCulture,
            $"{sample.At.ToUnixTimeSeconds()},{sample.CpuPercent},{sample.MemoryUsedBytes},{sample.DiskFreeBytes},"
            + $"{sample.WorkItems}");
        return string.Join(Between, samples.Append(written).TakeLast(MaxSamples));
    }

    /// <summary>The samples, the oldest first.</summary>
    public static IReadOnlyList<ResourceSample> Read(string? text) =>
        [.. Split(text).Select(Parse).OfType<ResourceSample>()];

    private static string[] Split(string? text) => string.IsNullOrEmpty(text) ? [] : text.Split(Between);

    private static ResourceSample? Parse(string text)
    {
        var fields = text.Split(',');
        return fields.Length == Fields && Whole(fields[0]) is { } seconds && Whole(fields[4]) is { } items
            ? new ResourceSample(
                DateTimeOffset.FromUnixTimeSeconds(seconds),
                double.TryParse(fields[1], CultureInfo.InvariantCulture, out var cpu) ? cpu : null,
                Whole(fields[2]),
                Whole(fields[3]),
                (int)items)
            : null;
    }

    private static long? Whole(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
