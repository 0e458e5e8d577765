using Swarm.Durable.History;

namespace Swarm.Durable.Dispatch;

/// <summary>A lock on an entity that an orchestration has asked for and not given back.</summary>
/// <param name="EntityId">The entity.</param>
/// <param name="LockId">The number of the decision that asked for it.</param>
internal sealed record HeldLock(string EntityId, int LockId)
{
    /// <summary>The number by which the entity knows it: another one if a rewind has taken it again.</summary>
    internal int Number { get; init; } = LockId;

    /// <summary>What is held once these decisions are carried out.</summary>
    internal static IReadOnlyList<HeldLock> After(IReadOnlyList<HeldLock> before, IEnumerable<DecisionEvent> decisions)
    {
        List<HeldLock>? after = null;
        foreach (DecisionEvent decision in decisions)
        {
            switch (decision)
            {
                case EntityLockRequested requested:
                    (after ??= [.. before]).Add(new HeldLock(requested.EntityId, requested.Id));
                    break;
                case EntityLockReleased released:
                    (after ??= [.. before]).RemoveAll(held => held.LockId == released.LockId);
                    break;
            }
        }

        return after ?? before;
    }
}
