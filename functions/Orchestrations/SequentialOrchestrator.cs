namespace Swarm.Functions.Orchestrations;

/// <summary>
/// A pipeline: each step starts when the one before it has ended well, and takes in what that one put out. It is a
/// graph with a single way through, so that loops, control and history work alike.
/// </summary>
public static class SequentialOrchestrator
{
    [Function(nameof(SequentialOrchestrator))]
    public static Task<RunResult> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        GraphOrchestrator.RunAsync(context);
}
