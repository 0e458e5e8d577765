namespace Swarm.Functions.Instances;

/// <summary>Tells orchestrations of what has happened.</summary>
internal static class InstanceTelling
{
    /// <summary>
    /// Raises an event. An instance that is unknown or has ended does not wait for it any more, which settles it; hosts
    /// differ in whether they call that an error.
    /// </summary>
    public static async Task TellAsync(
        DurableTaskClient engine,
        string instanceId,
        string eventName,
        object payload,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(engine);
        try
        {
            await engine.RaiseEventAsync(instanceId, eventName, payload, cancellation);
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
