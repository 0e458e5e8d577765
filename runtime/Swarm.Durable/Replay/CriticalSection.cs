using Swarm.Durable.Entities;
using Swarm.Durable.History;

namespace Swarm.Durable.Replay;

/// <summary>The entities that an orchestration has locked, or is about to lock.</summary>
internal sealed class CriticalSection(OrchestrationContext context, IReadOnlyList<EntityInstanceId> entities)
    : IAsyncDisposable
{
    private readonly List<(EntityInstanceId Entity, int LockId)> _held = [];
    private readonly HashSet<EntityInstanceId> _busy = [];
    private bool _isComplete;
    private bool _isLeft;

    /// <summary>Whether it has begun to be left: it holds nothing any more.</summary>
    internal bool IsLeft => _isLeft;

    /// <summary>The entities that may be called now.</summary>
    internal IReadOnlyList<EntityInstanceId> ListCallable() =>
        _isComplete ? [.. entities.Where(entity => !_busy.Contains(entity))] : [];

    /// <summary>
    /// Locks the entities one after the other, in the order of their ids: two orchestrations that lock several never
    /// wait for each other, and each lock is asked for by its owner alone, so that it can be given back by its owner.
    /// </summary>
    internal async Task EnterAsync()
    {
        foreach (EntityInstanceId entity in entities)
        {
            EntityLockRequested request =
                context.Number(new EntityLockRequested(context.TakeId(), entity.ToString()));
            Task granted = context.BeginNumbered<object?>(request);
            _held.Add((entity, request.Id));
            await granted;
        }

        _isComplete = true;
    }

    internal void DemandSignal(EntityInstanceId entity)
    {
        if (entities.Contains(entity))
        {
            throw new InvalidOperationException("Must not signal a locked entity from a critical section.");
        }
    }

    internal void BeginCall(EntityInstanceId entity)
    {
        string? fault = !_isComplete
            ? "Must await the completion of the lock request prior to calling any entity."
            : !entities.Contains(entity)
                ? "Must not call an entity from a critical section if it is not one of the locked entities."
                : !_busy.Add(entity)
                    ? "Must not call an entity from a critical section while a prior call to the same entity is still "
                        + "pending."
                    : null;
        if (fault is not null)
        {
            throw new InvalidOperationException(fault);
        }
    }

    internal void EndCall(EntityInstanceId entity) => _busy.Remove(entity);

    /// <summary>Gives the locks back. A second time does nothing.</summary>
    public ValueTask DisposeAsync()
    {
        if (!_isLeft)
        {
            context.DemandTurn("DisposeAsync of a critical section");
            _isLeft = true;
            foreach ((EntityInstanceId entity, int lockId) in _held)
            {
                context.Decide(new EntityLockReleased(context.TakeId(), entity.ToString(), lockId));
            }
        }

        return ValueTask.CompletedTask;
    }
}
