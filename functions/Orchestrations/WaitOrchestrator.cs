using Swarm.Functions.Activities;

namespace Swarm.Functions.Orchestrations;

/// <summary>A node that waits for a time to pass, or for an event from outside.</summary>
public static class WaitOrchestrator
{
    [Function(nameof(WaitOrchestrator))]
    public static Task<NodeEnded> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return WaitLoop.RunAsync(context, nameof(NodeActivities.OpenWait), nameof(NodeActivities.CloseWait));
    }
}
