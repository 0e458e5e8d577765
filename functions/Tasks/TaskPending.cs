using Swarm.Functions.Pending;

namespace Swarm.Functions.Tasks;

/// <summary>Starts and cancels what tasks asked for and, because of a crash, did not get.</summary>
internal sealed class TaskPending(TaskStore store, TaskChanges changes, TimeProvider time) : IPendingHandler
{
    public string Kind => PendingKinds.Task;

    public async Task<PendingOutcome> RedoAsync(
        PendingDocument effect, DurableTaskClient engine, CancellationToken cancellation)
    {
        if (await store.FindAsync(effect.RunId, cancellation) is not { Document: var task })
        {
            return PendingOutcome.Orphan(effect, time.GetUtcNow());
        }

        await changes.TellAsync(task, engine, cancellation);
        return PendingOutcome.Done;
    }
}
