namespace Swarm.Durable.Stores;

/// <summary>All that is needed to go on with an entity, from one snapshot.</summary>
/// <param name="Record">The entity with its state.</param>
/// <param name="Inbox">The messages that no turn has consumed, oldest first.</param>
/// <param name="LastMessageId">The highest number of any message that was committed before the snapshot.</param>
public sealed record LoadedEntity(EntityRecord Record, IReadOnlyList<StoredMessage> Inbox, long LastMessageId);
