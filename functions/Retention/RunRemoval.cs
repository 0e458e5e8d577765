using Swarm.Functions.Runs;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Retention;

/// <summary>
/// Removes a run with all that belongs to it: the instances of its orchestrations, the logs of its work, its rows. Its
/// own row goes last, so that whatever is cut off in the middle is found and gone on with; the large values that it
/// refers to are free once that row is gone.
/// </summary>
public sealed class RunRemoval(SwarmTables tables)
{
    private const int PageSize = 500;

    /// <summary>Removes as much as a budget of rows and instances allows.</summary>
    /// <returns>What is left of the budget; 0 when the run is not gone yet.</returns>
    public async Task<int> RemoveAsync(
        string runId, int budget, DurableTaskClient engine, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(engine);
        budget = await PurgeAsync(runId, budget, engine, cancellation);
        while (budget > 0)
        {
            var rows = await tables.Runs.QueryAsync(Filters.Partition(runId), PageSize, cancellation);
            var others = rows.Where(row => row.RowKey != RunRows.Run).Take(budget).ToList();
            if (others.Count == 0)
            {
                await tables.Runs.DeleteAsync(runId, RunRows.Run, cancellation);
                return budget;
            }

            var works = others.Where(row => row.RowKey.StartsWith(RunRows.WorkPrefix, StringComparison.Ordinal));
            foreach (var work in works)
            {
                budget = await RemoveLogAsync(work.RowKey[RunRows.WorkPrefix.Length..], budget, cancellation);
            }

            await DeleteAsync(tables.Runs, runId, others, cancellation);
            budget -= others.Count;
        }

        return 0;
    }

    private static async Task<int> PurgeAsync(
        string runId, int budget, DurableTaskClient engine, CancellationToken cancellation)
    {
        var ids = new List<string>();
        var query = new OrchestrationQuery { InstanceIdPrefix = $"{runId}~" };
        await foreach (var instance in engine.GetAllInstancesAsync(query).WithCancellation(cancellation))
        {
            ids.Add(instance.InstanceId);
            if (ids.Count == budget)
            {
                break;
            }
        }

        foreach (var id in ids)
        {
            await engine.PurgeInstanceAsync(id, cancellation);
        }

        return budget - ids.Count;
    }

    /// <summary>A log is removed whole before the row by which it is found.</summary>
    private async Task<int> RemoveLogAsync(string workItemId, int budget, CancellationToken cancellation)
    {
        while (true)
        {
            var rows = await tables.Logs.QueryAsync(Filters.Partition(workItemId), PageSize, cancellation);
            if (rows.Count == 0)
            {
                return budget;
            }

            await DeleteAsync(tables.Logs, workItemId, rows, cancellation);
            budget -= rows.Count;
        }
    }

    private static async Task DeleteAsync(
        Table table, string partition, IEnumerable<TableEntity> rows, CancellationToken cancellation)
    {
        foreach (var chunk in rows.Chunk(TableTransaction.MaxActions))
        {
            var transaction = new TableTransaction(partition);
            Array.ForEach(chunk, row => transaction.Delete(row.RowKey));
            if (!await table.CommitAsync(transaction, cancellation))
            {
                // Another process removes the same run: one by one, what is gone does no harm.
                foreach (var row in chunk)
                {
                    await table.DeleteAsync(partition, row.RowKey, cancellation);
                }
            }
        }
    }
}
