using System.Runtime.CompilerServices;
using Swarm.Functions.Checkpoints;
using Swarm.Functions.Signals;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Pending;

/// <summary>Wakes nodes that were answered or sent an event and, because of a crash, not told.</summary>
internal sealed class WakeNodePending(SwarmTables tables, TimeProvider time) : IPendingHandler
{
    /// <summary>How many waits one run can have: more than its graphs, lists and loops make.</summary>
    private const int MaxWaits = 10_000_000;

    public string Kind => PendingKinds.WakeNode;

    public async Task<PendingOutcome> RedoAsync(
        PendingDocument effect, DurableTaskClient engine, CancellationToken cancellation)
    {
        await foreach (var instanceId in AsleepAsync(effect, cancellation))
        {
            await NodeWaking.WakeAsync(instanceId, engine, cancellation);
        }

        // The request may just be slow, and what it stores next would have nobody who tells of it.
        return PendingOutcome.Orphan(effect, time.GetUtcNow());
    }

    /// <summary>The nodes for which something has come that they do not know of yet.</summary>
    private async IAsyncEnumerable<string> AsleepAsync(
        PendingDocument effect, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var rowKey = effect.WorkItemId!;
        if (rowKey.StartsWith(CheckpointRows.Prefix, StringComparison.Ordinal))
        {
            var type = CheckpointsJsonContext.Default.CheckpointDocument;
            var checkpoint = await tables.Runs.FindAsync(effect.RunId, rowKey, type, cancellation);
            if (checkpoint is { Document: { ClosedAt: not null, IsSettled: false } answered })
            {
                yield return answered.InstanceId;
            }

            yield break;
        }

        var filter = Filters.Prefix(effect.RunId, SignalRows.WaitPrefix);
        await foreach (var row in tables.Runs.EachAsync(filter, MaxWaits, cancellation))
        {
            var wait = Documents.Read(row, SignalsJsonContext.Default.WaitDocument);
            if (wait is { Signal: not null, IsOver: false })
            {
                yield return wait.InstanceId;
            }
        }
    }
}
