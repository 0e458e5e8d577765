using Swarm.Durable.Entities;

namespace Swarm.Durable.Client.Entities;

/// <summary>What is known of an entity, its state as text.</summary>
/// <param name="id">The entity.</param>
/// <param name="state">Its state; null if it was not read or there is none.</param>
public sealed class EntityMetadata(EntityInstanceId id, SerializedData? state = null)
    : EntityMetadata<SerializedData>(id, state)
{
}
