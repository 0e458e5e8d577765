using Swarm.Contracts.Statuses;
using Swarm.Core.Workflows;
using Swarm.Functions.Activities;

namespace Swarm.Functions.Orchestrations;

/// <summary>A run from its beginning to its end. It passes on what somebody asks of the run.</summary>
public static class RunOrchestrator
{
    [Function(nameof(RunOrchestrator))]
    public static async Task<RunResult> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var run = context.GetInput<RunReference>()!;
        var result = await TryRunAsync(context, run);
        var waiting = await context.CallActivityAsync<IReadOnlyList<string>>(
            nameof(RunActivities.FinishRun), new RunEnding(run, result), ActivityRetries.UntilDone());
        foreach (var instance in waiting)
        {
            context.SendEvent(instance, OrchestrationEvents.Changed, run.RunId);
        }

        return result;
    }

    private static async Task<RunResult> TryRunAsync(TaskOrchestrationContext context, RunReference run)
    {
        try
        {
            // A run that began under an earlier version of ours has no answer here, and is a graph.
            var begun = await context.CallActivityAsync<RunBegun?>(
                nameof(RunActivities.BeginRun), run, ActivityRetries.Options());
            var cancel = context.WaitForExternalEvent<string?>(OrchestrationEvents.Cancel);
            return await Patterns.RunAsync(context, run, begun?.Pattern ?? WorkflowPattern.Graph, cancel);
        }
        catch (TaskFailedException exception)
        {
            // Whatever went wrong inside, the run gets its end, so that nobody waits for it for ever.
            var reason = $"A fault of ours: {exception.FailureDetails.ErrorMessage}";
            return new RunResult(RunStatus.Failed, reason, IsFault: true);
        }
    }
}
