namespace Swarm.Durable.Stores;

/// <summary>A message in the inbox of an instance.</summary>
/// <param name="InstanceId">The id of the instance.</param>
/// <param name="InstanceKey">Its key.</param>
/// <param name="Id">The number of the message: later ones have higher numbers.</param>
/// <param name="Body">The message, encoded.</param>
public sealed record StoredMessage(string InstanceId, long InstanceKey, long Id, byte[] Body);
