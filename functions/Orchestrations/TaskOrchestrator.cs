using Swarm.Functions.Activities;

namespace Swarm.Functions.Orchestrations;

/// <summary>Waits until all that a task depends on has completed, and lets it begin.</summary>
public static class TaskOrchestrator
{
    [Function(nameof(TaskOrchestrator))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var task = context.GetInput<TaskReference>()!;
        var changed = context.WaitForExternalEvent<string?>(OrchestrationEvents.Changed);
        var hasBegun = await context.CallActivityAsync<bool>(
            nameof(TaskActivities.AdvanceTask), task, ActivityRetries.UntilDone());
        if (!hasBegun)
        {
            await changed;
            context.ContinueAsNew(task);
        }
    }
}
