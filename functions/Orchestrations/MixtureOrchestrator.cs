using Swarm.Functions.Activities;

namespace Swarm.Functions.Orchestrations;

/// <summary>Several experts do the same; one result is made of their answers.</summary>
public static class MixtureOrchestrator
{
    [Function(nameof(MixtureOrchestrator))]
    public static async Task<RunResult> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var run = context.GetInput<RunReference>()!;
        var graph = await context.CallActivityAsync<RunGraph>(
            nameof(RunActivities.ReadGraph), run, ActivityRetries.Options());
        return await new MixtureWalk(context, run, graph).WalkAsync();
    }
}
