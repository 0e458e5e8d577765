using System.Runtime.CompilerServices;
using Swarm.Functions.Runs;
using Swarm.Functions.Storage;

namespace Swarm.Functions.WorkItems;

/// <summary>Reads work items; they are changed together with their run, by a run transaction.</summary>
public sealed class WorkItemStore(SwarmTables tables)
{
    /// <summary>How many work items one run can have: more than its graphs, lists, loops and retries make.</summary>
    public const int MaxPerRun = 10_000_000;

    public async Task<WorkItemDocument?> FindAsync(string runId, string workItemId, CancellationToken cancellation)
    {
        var type = WorkItemsJsonContext.Default.WorkItemDocument;
        return (await tables.Runs.FindAsync(runId, RunRows.Work(workItemId), type, cancellation))?.Document;
    }

    /// <summary>All work items of a run, however many, without holding them all at a time.</summary>
    public async IAsyncEnumerable<WorkItemDocument> EachAsync(
        string runId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = Filters.Prefix(runId, RunRows.WorkPrefix);
        await foreach (var row in tables.Runs.EachAsync(filter, MaxPerRun, cancellation))
        {
            yield return Documents.Read(row, WorkItemsJsonContext.Default.WorkItemDocument);
        }
    }

    /// <summary>Whether the work item is to end, with its run or with its node alone.</summary>
    public async Task<bool> IsCancelledAsync(WorkItemSpec spec, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var control = await FindControlAsync(spec.RunId, cancellation);
        return control is not null && spec.IsCoveredBy(control);
    }

    /// <summary>Whether the run is paused, so that nothing of it is to be claimed.</summary>
    public async Task<bool> IsPausedAsync(string runId, CancellationToken cancellation) =>
        await FindControlAsync(runId, cancellation) is { Paused: true };

    /// <summary>Which of a run's work items are to end.</summary>
    public async Task<IReadOnlyList<string>> CancelledAsync(
        string runId, IReadOnlyList<string> workItemIds, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(workItemIds);
        var control = await FindControlAsync(runId, cancellation);
        if (control is null or { CancelRequested: true })
        {
            return control is null ? [] : workItemIds;
        }

        var cancelled = new List<string>();
        foreach (var id in control is { Cancelled: null, Attempt: <= 1 } ? [] : workItemIds)
        {
            if (await FindAsync(runId, id, cancellation) is { } item && item.Spec.IsCoveredBy(control))
            {
                cancelled.Add(id);
            }
        }

        return cancelled;
    }

    public async Task<ControlDocument?> FindControlAsync(string runId, CancellationToken cancellation)
    {
        var type = RunsJsonContext.Default.ControlDocument;
        return (await tables.Runs.FindAsync(runId, RunRows.Control, type, cancellation))?.Document;
    }
}
