using Swarm.Durable.Stores;

namespace Swarm.Durable.History;

/// <summary>An operation that the orchestration called returned.</summary>
internal sealed record EntityOperationCompleted(int TaskId, string? Result) : HistoryEvent
{
    internal override EventTag Tag => EventTag.EntityOperationCompleted;
}

/// <summary>An operation that the orchestration called failed.</summary>
internal sealed record EntityOperationFailed(int TaskId, TaskFailureDetails Failure) : HistoryEvent
{
    internal override EventTag Tag => EventTag.EntityOperationFailed;
}

/// <summary>An entity is locked by the orchestration from now on.</summary>
internal sealed record EntityLockGranted(int TaskId) : HistoryEvent
{
    internal override EventTag Tag => EventTag.EntityLockGranted;
}

/// <summary>An operation of an entity was called.</summary>
internal sealed record EntityCalled(int Id, string EntityId, string Operation, string? Input) : DecisionEvent(Id)
{
    internal override EventTag Tag => EventTag.EntityCalled;
}

/// <summary>An entity was signalled, for now or for a time.</summary>
internal sealed record EntitySignaled(int Id, string EntityId, string Operation, string? Input, DateTime? DueAt)
    : DecisionEvent(Id)
{
    internal override EventTag Tag => EventTag.EntitySignaled;
}

/// <summary>A lock on an entity was asked for.</summary>
internal sealed record EntityLockRequested(int Id, string EntityId) : DecisionEvent(Id)
{
    internal override EventTag Tag => EventTag.EntityLockRequested;
}

/// <summary>A lock on an entity was given back.</summary>
/// <param name="Id">The number of the decision.</param>
/// <param name="EntityId">The entity.</param>
/// <param name="LockId">The number of the decision that asked for the lock.</param>
internal sealed record EntityLockReleased(int Id, string EntityId, int LockId) : DecisionEvent(Id)
{
    internal override EventTag Tag => EventTag.EntityLockReleased;
}

/// <summary>A message to an entity: run an operation, as a call if there is a caller, else as a signal.</summary>
internal sealed record EntityOperationRequest(string Operation, string? Input, DateTime? DueAt, EntityCaller? Caller)
    : HistoryEvent
{
    internal override EventTag Tag =>
        TraceParent is null ? EventTag.EntityOperationRequest : EventTag.TracedOperationRequest;

    /// <summary>The trace of the sender, which the run of the operation joins.</summary>
    internal string? TraceParent { get; init; }
}

/// <summary>A message to an entity: be locked by an orchestration.</summary>
internal sealed record EntityLockRequest(EntityCaller Owner) : HistoryEvent
{
    internal override EventTag Tag => EventTag.EntityLockRequest;
}

/// <summary>A message to an entity: the lock, granted or still asked for, is given up.</summary>
internal sealed record EntityLockRelease(EntityCaller Owner) : HistoryEvent
{
    internal override EventTag Tag => EventTag.EntityLockRelease;
}
