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

    /// <summary>How many events one page looks at, so that what is rarely found takes several.</summary>
    public const int MaxLooked = 5_000;

    /// <summary>
    /// A page of those that somebody wants to read; a page may hold fewer than asked for, and another follow it.
    /// </summary>
    /// <returns>The events, and after which sequence number the next page begins; null where none follows.</returns>
    public async Task<(IReadOnlyList<RunEvent> Items, long? Next)> PageAsync(
        string runId, RunEventFilter filter, long after, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var found = new List<RunEvent>();
        var size = filter.IsEmpty ? limit + 1 : MaxLimit;
        for (var looked = 0; looked < MaxLooked; looked += size)
        {
            var some = await ReadAsync(runId, after, size, cancellation);
            foreach (var told in some)
            {
                if (found.Count == limit)
                {
                    return (found, after);
                }

                after = told.Sequence;
                if (filter.Wants(told))
                {
                    found.Add(told);
                }
            }

            if (some.Count < size)
            {
                return (found, Next: null);
            }
        }

        return (found, after);
    }

    /// <summary>At most <paramref name="limit"/> events whose sequence numbers are greater, in order.</summary>
    public async Task<IReadOnlyList<RunEvent>> ReadAsync(
        string runId, long after, int limit, CancellationToken cancellation)
    {
        var filter = Filters.Range(runId, RunRows.Event(after + 1), RunRows.EventEnd);
        var rows = await tables.Runs.QueryAsync(filter, limit, cancellation);
        return [.. rows.Select(row => Documents.Read(row, SwarmJsonContext.Default.RunEvent))];
    }

    /// <summary>
    /// Whether the run has ended with one of these. What follows it, such as a lease that was lost meanwhile, says
    /// nothing of the run any more; only the end of an attempt that was retried is none.
    /// </summary>
    public async Task<bool> HasEndedAsync(
        string runId, IReadOnlyList<RunEvent> told, CancellationToken cancellation)
    {
        if (!told.Any(IsEnd))
        {
            return false;
        }

        var type = RunsJsonContext.Default.RunDocument;
        var run = (await tables.Runs.FindAsync(runId, RunRows.Run, type, cancellation))?.Document;
        return run is null || told.Any(one => IsEnd(one) && one.Id == FinalId(run.Attempt));
    }

    /// <summary>The id of the event that tells of the end of an attempt.</summary>
    public static string FinalId(int attempt) => $"{attempt}:finished";

    private static bool IsEnd(RunEvent told) =>
        told.Type is RunEventTypes.RunCompleted or RunEventTypes.RunFailed or RunEventTypes.RunCancelled;
}
