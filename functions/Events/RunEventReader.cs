using Swarm.Contracts.Json;
using Swarm.Contracts.Runs;
using Swarm.Functions.Runs;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Events;

/// <summary>Reads the history of runs.</summary>
public sealed class RunEventReader(SwarmTables tables)
{
    /// <summary>The most events of one page.</summary>
    public const int MaxLimit = 500;

    /// <summary>At most <paramref name="limit"/> events whose sequence numbers are greater, in order.</summary>
    public async Task<IReadOnlyList<RunEvent>> ReadAsync(
        string runId, long after, int limit, CancellationToken cancellation)
    {
        var filter = Filters.Range(runId, RunRows.Event(after + 1), RunRows.EventEnd);
        var rows = await tables.Runs.QueryAsync(filter, limit, cancellation);
        return [.. rows.Select(row => Documents.Read(row, SwarmJsonContext.Default.RunEvent))];
    }

    /// <summary>
    /// Whether the run has ended with this one. What follows it, such as a lease that was lost meanwhile, says nothing
    /// of the run any more.
    /// </summary>
    public static bool IsFinal(RunEvent told)
    {
        ArgumentNullException.ThrowIfNull(told);
        return told.Type is RunEventTypes.RunCompleted or RunEventTypes.RunFailed or RunEventTypes.RunCancelled;
    }
}
