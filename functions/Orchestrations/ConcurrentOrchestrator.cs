namespace Swarm.Functions.Orchestrations;

/// <summary>
/// Nodes that run side by side, without edges: a graph whose nodes are all ready at once.
/// </summary>
public static class ConcurrentOrchestrator
{
    [Function(nameof(ConcurrentOrchestrator))]
    public static Task<RunResult> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        GraphOrchestrator.RunAsync(context);
}
