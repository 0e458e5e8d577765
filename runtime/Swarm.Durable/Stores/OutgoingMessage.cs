namespace Swarm.Durable.Stores;

/// <summary>A message that a turn sends; it is dropped if there is no such instance or it has ended.</summary>
/// <param name="InstanceId">The id of the receiver.</param>
/// <param name="InstanceKey">The key that the receiver must have; null for whichever has the id.</param>
/// <param name="Body">The message, encoded.</param>
public sealed record OutgoingMessage(string InstanceId, long? InstanceKey, byte[] Body);
