using Swarm.Functions.Orchestrations;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Tasks;

/// <summary>
/// Starts the run of a task once all that it depends on has completed. What is repeated changes nothing: the run's id
/// follows from the task and the number of its start.
/// </summary>
public sealed class TaskAdvance(TaskStore store, TaskRelations relations, TaskView view, TaskRuns runs)
{
    /// <summary>Looks whether a task may begin, and lets it.</summary>
    /// <returns>False while it has to wait for another task to end.</returns>
    public async Task<bool> AdvanceAsync(
        TaskReference reference, DurableTaskClient engine, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var instance = reference.InstanceId();
        var dependencies = await relations.DependenciesAsync(reference.TaskId, cancellation);
        foreach (var dependency in dependencies)
        {
            // Noted first: one that completes from here on tells us.
            await store.WaitAsync(dependency, instance, cancellation);
        }

        var known = (await store.FindAsync(reference.TaskId, cancellation))?.Document;
        if (known is { Waiting: true } && known.Start == reference.Start
            && (await view.UnfinishedAsync(known.Id, cancellation)).Count > 0)
        {
            return false;
        }

        await Contention.RetryAsync(
            $"task '{reference.TaskId}'", () => TryBeginAsync(reference, engine, cancellation), cancellation);
        foreach (var dependency in dependencies)
        {
            await store.StopWaitingAsync(dependency, instance, cancellation);
        }

        return true;
    }

    private async Task<TaskReference?> TryBeginAsync(
        TaskReference reference, DurableTaskClient engine, CancellationToken cancellation)
    {
        var stored = await store.FindAsync(reference.TaskId, cancellation);
        if (stored is null || stored.Document.Start != reference.Start)
        {
            return reference;
        }

        var task = stored.Document;
        if (!task.Waiting)
        {
            // Cancelled while an earlier attempt started the run: the run has to hear of it.
            await runs.CancelAsync(task.Cancelled ? TaskRuns.RunIdOf(task) : null, engine, cancellation);
            return reference;
        }

        var begun = await runs.StartAsync(task, engine, cancellation);
        begun = begun with { Waiting = false, Revision = task.Revision + 1 };
        return await store.SaveAsync(begun, stored, version: null, cancellation) ? reference : null;
    }
}
