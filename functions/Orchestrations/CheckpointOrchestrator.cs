using Swarm.Functions.Activities;

namespace Swarm.Functions.Orchestrations;

/// <summary>A node that asks a person and waits for the answer.</summary>
public static class CheckpointOrchestrator
{
    [Function(nameof(CheckpointOrchestrator))]
    public static Task<NodeEnded> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return WaitLoop.RunAsync(
            context, nameof(NodeActivities.OpenCheckpoint), nameof(NodeActivities.CloseCheckpoint));
    }
}
