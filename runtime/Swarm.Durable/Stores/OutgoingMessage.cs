using Swarm.Durable.Client;

namespace Swarm.Durable.Stores;

/// <summary>A message that a turn sends; it is dropped if there is nobody to take it.</summary>
/// <param name="InstanceId">The id of the receiver.</param>
/// <param name="InstanceKey">The key that the receiver must have; null for whichever has the id.</param>
/// <param name="Body">The message, encoded.</param>
public sealed record OutgoingMessage(string InstanceId, long? InstanceKey, byte[] Body)
{
    /// <summary>
    /// Whether an instance of the id takes it. One that has ended takes none, but for answers to one that has failed:
    /// they wait for its rewind.
    /// </summary>
    /// <param name="key">The key of the instance.</param>
    /// <param name="status">Its status.</param>
    /// <param name="hasEnded">Whether it has ended.</param>
    public bool IsTakenBy(long key, OrchestrationRuntimeStatus status, bool hasEnded) => hasEnded
        ? status == OrchestrationRuntimeStatus.Failed && InstanceKey == key
        : InstanceKey is null || InstanceKey == key;
}
