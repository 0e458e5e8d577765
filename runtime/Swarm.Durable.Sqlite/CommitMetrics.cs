using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Swarm.Durable.Sqlite;

/// <summary>How large the committer's groups are, and how long they take to become durable.</summary>
internal static class CommitMetrics
{
    private static readonly Meter Meter = new("Swarm.Durable");

    private static readonly Histogram<long> BatchSize = Meter.CreateHistogram<long>(
        "swarm.durable.commit.batch.size", "{write}", "Writes that one transaction held.");

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "swarm.durable.commit.duration", "s", "From the begin of a transaction to its being durable.");

    internal static long Begin() => Duration.Enabled ? Stopwatch.GetTimestamp() : 0;

    internal static void End(long begin, int writes)
    {
        try
        {
            BatchSize.Record(writes);
            if (begin != 0)
            {
                Duration.Record(Stopwatch.GetElapsedTime(begin).TotalSeconds);
            }
        }
        catch (Exception failure)
        {
            // The commit is durable: its callers must not be told that it failed.
            Trace.TraceWarning("A listener of the committer's metrics threw: {0}", failure);
        }
    }
}
