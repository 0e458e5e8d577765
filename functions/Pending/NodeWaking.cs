using Swarm.Functions.Orchestrations;

namespace Swarm.Functions.Pending;

/// <summary>Wakes nodes that wait, so that they look at their rows.</summary>
internal static class NodeWaking
{
    /// <summary>
    /// Wakes a node. One whose orchestration is unknown or has ended waits no more, which settles it; hosts differ in
    /// whether they call that an error.
    /// </summary>
    public static async Task WakeAsync(string instanceId, DurableTaskClient engine, CancellationToken cancellation)
    {
        try
        {
            await engine.RaiseEventAsync(instanceId, OrchestrationEvents.Wake, "", cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            var instance = await engine.GetInstanceAsync(instanceId, cancellation);
            if (instance is { IsCompleted: false })
            {
                throw;
            }
        }
    }
}
