namespace Swarm.Bench.Engine;

/// <summary>Percentiles of measured values.</summary>
internal static class Percentiles
{
    internal static double Of(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        return sorted[(int)Math.Min(sorted.Length - 1, sorted.Length * share)];
    }
}
