using Swarm.Contracts.Tasks;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Tasks;

/// <summary>Writes into tasks who has broken them down.</summary>
public sealed class TaskDecompositions(TaskStore store, TimeProvider time)
{
    /// <summary>
    /// Notes it for a run of a task; a task that is gone, or has been started again since, stays as it is.
    /// </summary>
    public Task NoteAsync(
        string taskId, string runId, TaskDecomposition decomposition, CancellationToken cancellation) =>
        Contention.RetryAsync(
            $"task '{taskId}'",
            async () =>
            {
                var stored = await store.FindAsync(taskId, cancellation);
                if (stored is null
                    || TaskRuns.RunIdOf(stored.Document) != runId
                    || stored.Document.Decomposition == decomposition)
                {
                    return decomposition;
                }

                var noted = stored.Document with
                {
                    Decomposition = decomposition,
                    Revision = stored.Document.Revision + 1,
                    UpdatedAt = time.GetUtcNow(),
                };
                return await store.SaveAsync(noted, stored, version: null, cancellation) ? decomposition : null;
            },
            cancellation);
}
