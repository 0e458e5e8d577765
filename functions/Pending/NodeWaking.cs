using Swarm.Functions.Instances;
using Swarm.Functions.Orchestrations;

namespace Swarm.Functions.Pending;

/// <summary>Wakes nodes that wait, so that they look at their rows.</summary>
internal static class NodeWaking
{
    /// <summary>Wakes a node; one that waits no more stays as it is.</summary>
    public static Task WakeAsync(string instanceId, DurableTaskClient engine, CancellationToken cancellation) =>
        InstanceTelling.TellAsync(engine, instanceId, OrchestrationEvents.Wake, "", cancellation);
}
