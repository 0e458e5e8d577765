using Swarm.Functions.Orchestrations;
using Swarm.Functions.Pending;
using Swarm.Functions.Runs;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Control;

/// <summary>
/// The nodes that wait for their run to go on before they take their locks. What waits in a queue is no concern of
/// theirs: it is sent a pointer.
/// </summary>
public sealed class PausedNodes(SwarmTables tables, RunStore runs)
{
    /// <summary>More nodes than a run can have at a time.</summary>
    private const int MaxNodes = 1_000_000;

    private const string Prefix = "paused:";

    private const string Instance = "Instance";

    /// <summary>Notes that a node waits for its run to be resumed; false when it goes on.</summary>
    public async Task<bool> EnterAsync(NodeRun node, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(node);
        if (!await IsPausedAsync(node, cancellation))
        {
            return false;
        }

        var instance = node.InstanceId();
        var row = new TableEntity(node.Run.RunId, Prefix + instance) { [Instance] = instance };
        await tables.Runs.UpsertAsync(row, cancellation);

        // Whoever resumes the run writes that first and then looks for such rows: he has found this one, or is seen
        // here. A row that was not needed wakes a node at the next time, which does no harm.
        return await IsPausedAsync(node, cancellation);
    }

    /// <summary>Wakes all that wait for a run that goes on; may be repeated.</summary>
    public async Task WakeAsync(string runId, DurableTaskClient engine, CancellationToken cancellation)
    {
        await foreach (var row in tables.Runs.EachAsync(Filters.Prefix(runId, Prefix), MaxNodes, cancellation))
        {
            await NodeWaking.WakeAsync(row.GetString(Instance), engine, cancellation);
            await tables.Runs.DeleteAsync(runId, row.RowKey, cancellation);
        }
    }

    private async Task<bool> IsPausedAsync(NodeRun node, CancellationToken cancellation) =>
        await runs.FindControlAsync(node.Run.RunId, cancellation) is { Paused: true };
}
