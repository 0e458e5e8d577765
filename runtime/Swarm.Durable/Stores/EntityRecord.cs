namespace Swarm.Durable.Stores;

/// <summary>An entity as it is stored.</summary>
public sealed record EntityRecord
{
    /// <summary>What tells it from every other entity or instance there ever was, also of the same id.</summary>
    public required long Key { get; init; }

    /// <summary>Its id: <c>@name@key</c>.</summary>
    public required string EntityId { get; init; }

    /// <summary>When it last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>How many turns it has had.</summary>
    public long Turns { get; init; }

    /// <summary>Whether it has a state; without one it does not exist for those who use it.</summary>
    public bool HasState { get; init; }

    /// <summary>Its state as text; null also if it was not read.</summary>
    public string? State { get; init; }

    /// <summary>Whose critical section it is in.</summary>
    public EntityCaller? LockedBy { get; init; }

    /// <summary>How many messages it has not consumed.</summary>
    public int Backlog { get; init; }

    /// <summary>Whether nothing is lost if it is removed.</summary>
    public bool IsEmpty => !HasState && LockedBy is null && Backlog == 0;
}
