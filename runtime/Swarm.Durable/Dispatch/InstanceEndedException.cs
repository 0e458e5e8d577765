namespace Swarm.Durable.Dispatch;

/// <summary>The instance has ended, so nothing more can be done to it.</summary>
/// <param name="instanceId">The id of the instance.</param>
public sealed class InstanceEndedException(string instanceId)
    : InvalidOperationException($"The orchestration with the id '{instanceId}' has ended.")
{
    /// <summary>The id of the instance.</summary>
    public string InstanceId { get; } = instanceId;
}
