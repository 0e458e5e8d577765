using Swarm.Contracts.Statuses;
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
        var schedule = await context.CallActivityAsync<string?>(
            nameof(RunActivities.FinishRun), new RunEnding(run, result), ActivityRetries.UntilDone());
        if (schedule is not null)
        {
            context.SendEvent(schedule, ScheduleOrchestrator.Changed, run.RunId);
        }

        return result;
    }

    private static async Task<RunResult> TryRunAsync(TaskOrchestrationContext context, RunReference run)
    {
        try
        {
            await context.CallActivityAsync(nameof(RunActivities.BeginRun), run, ActivityRetries.Options());
            return await RunGraphAsync(context, run);
        }
        catch (TaskFailedException exception)
        {
            // Whatever went wrong inside, the run gets its end, so that nobody waits for it for ever.
            var reason = $"A fault of ours: {exception.FailureDetails.ErrorMessage}";
            return new RunResult(RunStatus.Failed, reason, IsFault: true);
        }
    }

    private static async Task<RunResult> RunGraphAsync(TaskOrchestrationContext context, RunReference run)
    {
        var cancel = context.WaitForExternalEvent<string?>(OrchestrationEvents.Cancel);
        var graph = context.CallSubOrchestratorAsync<RunResult>(
            nameof(GraphOrchestrator), run, new SubOrchestrationOptions(instanceId: run.GraphInstanceId()));
        if (await Task.WhenAny(graph, cancel) == cancel)
        {
            context.SendEvent(run.GraphInstanceId(), OrchestrationEvents.Cancel, await cancel ?? "");
        }

        return await graph;
    }
}
