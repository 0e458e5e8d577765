using System.Text.Json.Serialization;
using Swarm.Durable.Entities;

namespace Swarm.Durable.Client.Entities;

/// <summary>What is known of an entity.</summary>
/// <typeparam name="TState">The type of its state.</typeparam>
public class EntityMetadata<TState>
{
    private readonly TState? _state;

    /// <summary>Describes an entity without its state.</summary>
    /// <param name="id">The entity.</param>
    public EntityMetadata(EntityInstanceId id) => Id = id;

    /// <summary>Describes an entity with its state.</summary>
    /// <param name="id">The entity.</param>
    /// <param name="state">The state; null if it has none.</param>
    public EntityMetadata(EntityInstanceId id, TState? state)
        : this(id)
    {
        IncludesState = state is not null;
        _state = state;
    }

    /// <summary>The entity.</summary>
    public EntityInstanceId Id { get; }

    /// <summary>When the entity last ran an operation.</summary>
    public DateTimeOffset LastModifiedTime { get; init; }

    /// <summary>How many messages wait for the entity.</summary>
    public int BacklogQueueSize { get; init; }

    /// <summary>The id of the orchestration whose critical section the entity is in.</summary>
    public string? LockedBy { get; init; }

    /// <summary>Whether the state was read.</summary>
    [JsonIgnore]
    public bool IncludesState { get; }

    /// <summary>The state.</summary>
    /// <exception cref="InvalidOperationException">It was not read, or there is none.</exception>
    public TState State => IncludesState
        ? _state!
        : throw new InvalidOperationException("The state of the entity was not read, or it has none.");
}
