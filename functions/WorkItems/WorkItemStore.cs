using Swarm.Functions.Runs;
using Swarm.Functions.Storage;

namespace Swarm.Functions.WorkItems;

/// <summary>Reads work items; they are changed together with their run, by a run transaction.</summary>
public sealed class WorkItemStore(SwarmTables tables)
{
    /// <summary>How many work items of one run are looked at.</summary>
    public const int MaxPerRun = 10_000;

    public async Task<WorkItemDocument?> FindAsync(string runId, string workItemId, CancellationToken cancellation)
    {
        var type = WorkItemsJsonContext.Default.WorkItemDocument;
        return (await tables.Runs.FindAsync(runId, RunRows.Work(workItemId), type, cancellation))?.Document;
    }

    public async Task<IReadOnlyList<WorkItemDocument>> ListAsync(string runId, CancellationToken cancellation)
    {
        var filter = Filters.Prefix(runId, RunRows.WorkPrefix);
        var rows = await tables.Runs.QueryAsync(filter, MaxPerRun, cancellation);
        return [.. rows.Select(row => Documents.Read(row, WorkItemsJsonContext.Default.WorkItemDocument))];
    }

    /// <summary>Whether somebody asked to cancel the run.</summary>
    public async Task<bool> IsRunCancelledAsync(string runId, CancellationToken cancellation)
    {
        var type = RunsJsonContext.Default.ControlDocument;
        var control = await tables.Runs.FindAsync(runId, RunRows.Control, type, cancellation);
        return control is { Document.CancelRequested: true };
    }
}
