using Swarm.Functions.Activities;

namespace Swarm.Functions.Orchestrations;

/// <summary>
/// Walks a run's graph: starts what is ready, notes what ended, until nothing runs and nothing can start.
/// </summary>
public static class GraphOrchestrator
{
    [Function(nameof(GraphOrchestrator))]
    public static async Task<RunResult> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var run = context.GetInput<RunReference>()!;
        var graph = await context.CallActivityAsync<RunGraph>(
            nameof(RunActivities.ReadGraph), run, ActivityRetries.Options());
        return await new GraphWalk(context, run, graph).WalkAsync();
    }
}
