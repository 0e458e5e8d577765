namespace Swarm.Durable.Stores;

/// <summary>All that is needed to go on with an entity, from one snapshot.</summary>
/// <param name="Record">The entity with its state.</param>
/// <param name="Inbox">The first page of the messages that no turn has consumed.</param>
public sealed record LoadedEntity(EntityRecord Record, InboxPage Inbox);
