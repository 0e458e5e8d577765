using Azure;
using Microsoft.Extensions.Logging;
using Swarm.Functions.Allocation;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Workers;

/// <summary>Who holds what.</summary>
public sealed class ActiveWorkStore(SwarmTables tables, KnownWorkers known, ILogger<ActiveWorkStore> logger)
{
    /// <summary>What one worker can have: its slots, and as much again that is just being settled.</summary>
    private const int MaxPerWorker = 2 * WorkerRules.MaxSlots;

    public async Task PutAsync(
        string workerId, string workItemId, ActiveWorkDocument claim, CancellationToken cancellation)
    {
        await tables.ActiveWork.UpsertAsync(Row(workerId, workItemId, claim), cancellation);
        known.Take(workerId, workItemId);
    }

    /// <summary>
    /// Writes the row of an assignment. One that is there already, of a claim perhaps, stays, unless its token is a
    /// lower one: that lease has ended, and whoever ended it only deletes what has its token.
    /// </summary>
    public async Task AddAsync(
        string workerId, string workItemId, ActiveWorkDocument assignment, CancellationToken cancellation)
    {
        var row = Row(workerId, workItemId, assignment);
        if (!await tables.ActiveWork.AddAsync(row, cancellation))
        {
            var type = WorkersJsonContext.Default.ActiveWorkDocument;
            var stored = await tables.ActiveWork.FindAsync(workerId, workItemId, type, cancellation);
            if (stored is null || stored.Document.Token < assignment.Token)
            {
                row.ETag = stored?.ETag ?? default;
                await tables.ActiveWork.SaveAsync(row, cancellation);
            }
        }

        known.Take(workerId, workItemId);
    }

    public async Task<IReadOnlyList<ActiveWork>> ListAsync(string workerId, CancellationToken cancellation) =>
        Read(await tables.ActiveWork.QueryAsync(Filters.Partition(workerId), MaxPerWorker, cancellation));

    /// <summary>Everything that anybody holds, at most <paramref name="max"/> rows, by worker.</summary>
    public async Task<IReadOnlyList<ActiveWork>> ListAllAsync(int max, CancellationToken cancellation) =>
        Read(await tables.ActiveWork.QueryAsync(filter: null, max, cancellation));

    /// <summary>Deletes a row unless a later claim of the same worker has written it anew.</summary>
    public Task DeleteAsync(ActiveWork item, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(item);
        return DeleteAsync(item.WorkerId, item.WorkItemId, item.ETag, cancellation);
    }

    /// <summary>Deletes the row of a claim under <paramref name="token"/>; a later claim's row stays.</summary>
    public async Task DeleteAsync(string workerId, string workItemId, long token, CancellationToken cancellation)
    {
        var type = WorkersJsonContext.Default.ActiveWorkDocument;
        var stored = await tables.ActiveWork.FindAsync(workerId, workItemId, type, cancellation);
        if (stored is not null && stored.Document.Token <= token)
        {
            await DeleteAsync(workerId, workItemId, stored.ETag, cancellation);
        }
    }

    /// <summary>Deletes the row of an assignment; a claim's stays.</summary>
    public async Task DeleteAssignmentAsync(string workerId, string workItemId, CancellationToken cancellation)
    {
        var type = WorkersJsonContext.Default.ActiveWorkDocument;
        var stored = await tables.ActiveWork.FindAsync(workerId, workItemId, type, cancellation);
        if (stored is { Document.IsAssignment: true })
        {
            await DeleteAsync(workerId, workItemId, stored.ETag, cancellation);
        }
        else if (stored is null)
        {
            known.Free(workerId, workItemId);
        }
    }

    private static TableEntity Row(string workerId, string workItemId, ActiveWorkDocument claim) =>
        Documents.ToRow(workerId, workItemId, claim, WorkersJsonContext.Default.ActiveWorkDocument);

    private async Task DeleteAsync(string workerId, string workItemId, ETag version, CancellationToken cancellation)
    {
        if (await tables.ActiveWork.DeleteAsync(workerId, workItemId, cancellation, version))
        {
            known.Free(workerId, workItemId);
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
