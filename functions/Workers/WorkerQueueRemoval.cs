using Swarm.Core.Queues;
using Swarm.Core.Workflows;
using Swarm.Functions.Pending;
using Swarm.Functions.Queues;

namespace Swarm.Functions.Workers;

/// <summary>
/// Removes the queues of revoked workers, which nobody will read again. What lay there are pointers, and their work has
/// gone to others. A worker that joins again gets new ones with the first message.
/// </summary>
public sealed class WorkerQueueRemoval(WorkerStore workers, IWorkQueues queues, TimeProvider time) : IPendingHandler
{
    public string Kind => PendingKinds.RetireWorker;

    public async Task<PendingOutcome> RedoAsync(
        PendingDocument effect, DurableTaskClient engine, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(effect);
        if (await workers.FindAsync(effect.RunId, cancellation) is not { Document.Revoked: true })
        {
            return PendingOutcome.Orphan(effect, time.GetUtcNow());
        }

        await RemoveAsync(effect.RunId, cancellation);
        return PendingOutcome.Done;
    }

    public async Task RemoveAsync(string workerId, CancellationToken cancellation)
    {
        foreach (var priority in Enum.GetValues<NodePriority>())
        {
            var queue = QueueNames.OfWorker(workerId, priority);
            await queues.RemoveAsync(queue, cancellation);
            await queues.RemoveAsync(QueueNames.PoisonOf(queue), cancellation);
        }
    }
}
