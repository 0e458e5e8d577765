using System.Globalization;

namespace Swarm.Bench.Agent;

/// <summary>How long lines took from the command to a watcher, in milliseconds, shortest first.</summary>
internal sealed record Delays(IReadOnlyList<double> Sorted)
{
    internal double P95 => Sorted[Sorted.Count * 95 / 100];

    internal static Delays Of(IEnumerable<TimeSpan> ages) =>
        new([.. ages.Select(age => age.TotalMilliseconds).Order()]);

    internal string Tell(double maxMs) => string.Create(
        CultureInfo.InvariantCulture,
        $"p50 {Sorted[Sorted.Count / 2]:0} ms, p95 {P95:0} ms (must be under {maxMs:0} ms), longest {Sorted[^1]:0} ms");
}
