namespace Swarm.Durable.Stores;

/// <summary>Everything that one turn of an entity changes. A store applies all of it or nothing.</summary>
public sealed record EntityCommit
{
    /// <summary>The id of the entity.</summary>
    public required string EntityId { get; init; }

    /// <summary>Its key. If no such entity is left, the commit is refused.</summary>
    public required long Key { get; init; }

    /// <summary>The number of the turn, from 0. Another count of turns refuses the commit.</summary>
    public required long Turn { get; init; }

    /// <summary>The time of the turn.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The numbers of the messages that the turn consumed.</summary>
    public required IReadOnlyList<long> ConsumedMessages { get; init; }

    /// <summary>Whether <see cref="State"/> is to be stored.</summary>
    public bool SetsState { get; init; }

    /// <summary>The state as text; null if there is none any more.</summary>
    public string? State { get; init; }

    /// <summary>Whose critical section the entity is in after the turn.</summary>
    public EntityCaller? LockedBy { get; init; }

    /// <summary>
    /// Whether the turn has granted the lock to <see cref="LockedBy"/>. If that instance is there no more, because it
    /// was replaced or purged, the store puts the release of the lock into the inbox.
    /// </summary>
    public bool TakesLock { get; init; }

    /// <summary>Orchestrations that it starts; one whose id is taken by an instance that goes on is dropped.</summary>
    public IReadOnlyList<NewInstance> Starts { get; init; } = [];

    /// <summary>Messages that it sends.</summary>
    public IReadOnlyList<OutgoingMessage> Messages { get; init; } = [];
}
