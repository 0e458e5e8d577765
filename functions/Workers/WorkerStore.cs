using Microsoft.Extensions.Logging;
using Swarm.Functions.Allocation;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Workers;

/// <summary>The rows of workers.</summary>
public sealed class WorkerStore(SwarmTables tables, KnownWorkers known, ILogger<WorkerStore> logger)
{
    private const string WorkerPartition = "worker";
    private const string MachinePartition = "machine";

    // Together more workers than the allocator looks at.
    private const int PageSize = 500;
    private const int MaxPages = 40;

    public Task<Stored<WorkerDocument>?> FindAsync(string workerId, CancellationToken cancellation) =>
        tables.Workers.FindAsync(
            WorkerPartition, workerId, WorkersJsonContext.Default.WorkerDocument, cancellation);

    /// <summary>All workers, by id.</summary>
    public Task<IReadOnlyList<WorkerDocument>> ListAsync(
        string? afterId, int max, CancellationToken cancellation) =>
        ListAsync(afterId, max, _ => true, cancellation);

    /// <summary>The workers that pass a test, by id; rows that cannot be read are left out.</summary>
    public async Task<IReadOnlyList<WorkerDocument>> ListAsync(
        string? afterId, int max, Func<WorkerDocument, bool> passes, CancellationToken cancellation)
    {
        var type = WorkersJsonContext.Default.WorkerDocument;
        var found = new List<WorkerDocument>();
        for (var page = 0; page < MaxPages && found.Count < max; page++)
        {
            // '~' sorts after everything in an id.
            var filter = Filters.Range(WorkerPartition, afterId is null ? "" : afterId + "\u0020", "~");
            var rows = await tables.Workers.QueryAsync(filter, PageSize, cancellation);
            found.AddRange(Documents.ReadAll(rows, type, logger).Select(read => read.Document).Where(passes));
            if (rows.Count < PageSize)
            {
                break;
            }

            afterId = rows[^1].RowKey;
        }

        return [.. found.Take(max)];
    }

    /// <summary>Writes the version that was read, or adds the worker; false when somebody else wrote first.</summary>
    public async Task<bool> SaveAsync(Stored<WorkerDocument> worker, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(worker);
        var row = Documents.ToRow(
            WorkerPartition,
            worker.Document.Id,
            worker.Document,
            WorkersJsonContext.Default.WorkerDocument,
            worker.ETag);
        if (!await tables.Workers.SaveAsync(row, cancellation))
        {
            return false;
        }

        known.Enter(worker.Document);
        return true;
    }

    /// <summary>
    /// The id of the worker that a machine is; <paramref name="newId"/> if the machine never joined before.
    /// </summary>
    public async Task<string> EnsureIdAsync(string machineId, string newId, CancellationToken cancellation)
    {
        var type = WorkersJsonContext.Default.MachineDocument;
        if (await tables.Workers.FindAsync(MachinePartition, machineId, type, cancellation) is { } known)
        {
            return known.Document.WorkerId;
        }

        var row = Documents.ToRow(MachinePartition, machineId, new MachineDocument(newId), type);
        if (await tables.Workers.AddAsync(row, cancellation))
        {
            return newId;
        }

        var other = await tables.Workers.FindAsync(MachinePartition, machineId, type, cancellation);
        return other!.Document.WorkerId;
    }
}
