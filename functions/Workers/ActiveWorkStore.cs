using Microsoft.Extensions.Logging;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Workers;

/// <summary>Who holds what.</summary>
public sealed class ActiveWorkStore(SwarmTables tables, ILogger<ActiveWorkStore> logger)
{
    /// <summary>What one worker can have: its slots, and as much again that is just being settled.</summary>
    private const int MaxPerWorker = 2 * WorkerRules.MaxSlots;

    public Task PutAsync(
        string workerId, string workItemId, ActiveWorkDocument claim, CancellationToken cancellation) =>
        tables.ActiveWork.UpsertAsync(
            Documents.ToRow(workerId, workItemId, claim, WorkersJsonContext.Default.ActiveWorkDocument), cancellation);

    public async Task<IReadOnlyList<ActiveWork>> ListAsync(string workerId, CancellationToken cancellation) =>
        Read(await tables.ActiveWork.QueryAsync(Filters.Partition(workerId), MaxPerWorker, cancellation));

    /// <summary>Everything that anybody holds, at most <paramref name="max"/> rows, by worker.</summary>
    public async Task<IReadOnlyList<ActiveWork>> ListAllAsync(int max, CancellationToken cancellation) =>
        Read(await tables.ActiveWork.QueryAsync(filter: null, max, cancellation));

    /// <summary>Deletes a row unless a later claim of the same worker has written it anew.</summary>
    public Task<bool> DeleteAsync(ActiveWork item, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(item);
        return tables.ActiveWork.DeleteAsync(item.WorkerId, item.WorkItemId, cancellation, item.ETag);
    }

    /// <summary>Deletes the row of a claim under <paramref name="token"/>; a later claim's row stays.</summary>
    public async Task DeleteAsync(string workerId, string workItemId, long token, CancellationToken cancellation)
    {
        var type = WorkersJsonContext.Default.ActiveWorkDocument;
        var stored = await tables.ActiveWork.FindAsync(workerId, workItemId, type, cancellation);
        if (stored is not null && stored.Document.Token <= token)
        {
            await tables.ActiveWork.DeleteAsync(workerId, workItemId, cancellation, stored.ETag);
        }
    }

    private IReadOnlyList<ActiveWork> Read(IReadOnlyList<TableEntity> rows) =>
    [
        .. Documents
            .ReadAll(rows, WorkersJsonContext.Default.ActiveWorkDocument, logger)
            .Select(read => new ActiveWork(
                read.Row.PartitionKey, read.Row.RowKey, read.Document, read.Row.ETag)),
    ];
}
