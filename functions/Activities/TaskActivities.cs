using Swarm.Functions.Orchestrations;
using Swarm.Functions.Tasks;

namespace Swarm.Functions.Activities;

/// <summary>What the orchestration of a task does outside of itself.</summary>
public sealed class TaskActivities(TaskAdvance advance)
{
    /// <summary>Starts the task's run if nothing holds it up; false when something does.</summary>
    [Function(nameof(AdvanceTask))]
    public Task<bool> AdvanceTask(
        [ActivityTrigger] TaskReference task,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation) =>
        advance.AdvanceAsync(task, engine, cancellation);
}
