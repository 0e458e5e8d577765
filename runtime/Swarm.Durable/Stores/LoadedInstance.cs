namespace Swarm.Durable.Stores;

/// <summary>All that is needed to go on with an instance, from one snapshot.</summary>
/// <param name="Record">The instance with its input and tags.</param>
/// <param name="Turns">The history of this generation, a row a turn, encoded.</param>
/// <param name="Inbox">The messages that no turn has consumed, oldest first.</param>
/// <param name="LastMessageId">The highest number of any message that was committed before the snapshot.</param>
public sealed record LoadedInstance(
    InstanceRecord Record, IReadOnlyList<byte[]> Turns, IReadOnlyList<StoredMessage> Inbox, long LastMessageId);
