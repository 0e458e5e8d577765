using Swarm.Functions.Checkpoints;
using Swarm.Functions.Signals;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Pending;

/// <summary>Wakes nodes that were answered or sent an event and, because of a crash, not told.</summary>
internal sealed class WakeNodePending(SwarmTables tables, TimeProvider time) : IPendingHandler
{
    private const int MaxWaits = 1_000;

    public string Kind => PendingKinds.WakeNode;

    public async Task<PendingOutcome> RedoAsync(
        PendingDocument effect, DurableTaskClient engine, CancellationToken cancellation)
    {
        var waiting = await AsleepAsync(effect, cancellation);
        foreach (var instanceId in waiting)
        {
            await NodeWaking.WakeAsync(instanceId, engine, cancellation);
        }

        // The request may just be slow, and what it stores next would have nobody who tells of it.
        return PendingOutcome.Orphan(effect, time.GetUtcNow());
    }

    /// <summary>The nodes for which something has come that they do not know of yet.</summary>
    private async Task<IReadOnlyList<string>> AsleepAsync(PendingDocument effect, CancellationToken cancellation)
    {
        var row = effect.WorkItemId!;
        if (row.StartsWith(CheckpointRows.Prefix, StringComparison.Ordinal))
        {
            var type = CheckpointsJsonContext.Default.CheckpointDocument;
            var checkpoint = await tables.Runs.FindAsync(effect.RunId, row, type, cancellation);
            return checkpoint is { Document: { ClosedAt: not null, IsSettled: false } answered }
                ? [answered.InstanceId]
                : [];
        }

        var filter = Filters.Prefix(effect.RunId, SignalRows.WaitPrefix);
        var rows = await tables.Runs.QueryAsync(filter, MaxWaits, cancellation);
        return
        [
            .. rows.Select(wait => Documents.Read(wait, SignalsJsonContext.Default.WaitDocument))
                .Where(wait => wait is { Signal: not null, IsOver: false })
                .Select(wait => wait.InstanceId),
        ];
    }
}
