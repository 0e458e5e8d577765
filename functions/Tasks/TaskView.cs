using Swarm.Contracts.Statuses;
using Swarm.Contracts.Tasks;
using Swarm.Core.Statuses;
using Swarm.Functions.Runs;

namespace Swarm.Functions.Tasks;

/// <summary>Puts a task together for readers. Where it stands is where its run stands.</summary>
public sealed class TaskView(TaskStore tasks, TaskRelations relations, TaskSubtasks subtasks, RunStore runs)
{
    public async Task<TaskDetail> DetailAsync(TaskDocument task, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(task);
        var run = await RunAsync(task, cancellation);
        var status = StatusOf(task, run);
        var waitsFor = task.Waiting ? await UnfinishedAsync(task.Id, cancellation) : [];
        return task.ToDetail(status, run?.Progress ?? 0, task.StartFailure ?? run?.Reason, waitsFor);
    }

    public async Task<RunStatus> StatusAsync(TaskDocument task, CancellationToken cancellation) =>
        StatusOf(task, await RunAsync(task, cancellation));

    /// <summary>The dependencies that have not completed.</summary>
    public async Task<IReadOnlyList<string>> UnfinishedAsync(string taskId, CancellationToken cancellation)
    {
        var unfinished = new List<string>();
        foreach (var id in await relations.DependenciesAsync(taskId, cancellation))
        {
            // A task that was deleted holds nobody up.
            if (await tasks.FindAsync(id, cancellation) is { Document: var dependency }
                && await StatusAsync(dependency, cancellation) != RunStatus.Completed)
            {
                unfinished.Add(id);
            }
        }

        return unfinished;
    }

    /// <summary>The subtasks of its last run, or those that a run would have.</summary>
    public async Task<IReadOnlyList<SubtaskDetail>> SubtasksAsync(
        TaskDocument task, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(task);
        return await subtasks.OfAsync(task, await RunAsync(task, cancellation), cancellation);
    }

    private static RunStatus StatusOf(TaskDocument task, RunDocument? run) => StatusRules.OfTask(
        task.Cancelled,
        task.Waiting,
        hasFailedToStart: task.StartFailure is not null,
        isPlanning: task is { IsDirected: true, Decomposition: null },
        run?.Status);

    private Task<RunDocument?> RunAsync(TaskDocument task, CancellationToken cancellation) =>
        task.RunId is null ? Task.FromResult<RunDocument?>(null) : runs.FindAsync(task.RunId, cancellation);
}
