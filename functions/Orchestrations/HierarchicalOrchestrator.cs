using Swarm.Functions.Activities;

namespace Swarm.Functions.Orchestrations;

/// <summary>A director plans, workers carry the plan out, the director looks at the results and plans on.</summary>
public static class HierarchicalOrchestrator
{
    [Function(nameof(HierarchicalOrchestrator))]
    public static async Task<RunResult> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var run = context.GetInput<RunReference>()!;
        var graph = await context.CallActivityAsync<RunGraph>(
            nameof(RunActivities.ReadGraph), run, ActivityRetries.Options());
        return await new HierarchicalWalk(context, run, graph).WalkAsync();
    }
}
