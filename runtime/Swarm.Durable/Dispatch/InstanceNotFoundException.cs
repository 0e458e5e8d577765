namespace Swarm.Durable.Dispatch;

/// <summary>There is no instance of the id.</summary>
/// <param name="instanceId">The id.</param>
public sealed class InstanceNotFoundException(string instanceId)
    : ArgumentException($"There is no orchestration with the id '{instanceId}'.", nameof(instanceId))
{
    /// <summary>The id.</summary>
    public string InstanceId { get; } = instanceId;
}
