using Swarm.Durable.History;

namespace Swarm.Durable.Dispatch;

/// <summary>
/// The locks that a failed instance takes again before its rewind goes on: its code is inside a critical section, and
/// its failure gave the locks back. They are asked for one after the other, in turns that play no code. History keeps
/// those, so that a restart goes on with them.
/// </summary>
/// <param name="Reason">Why the instance is rewound.</param>
/// <param name="Taken">What was granted.</param>
/// <param name="Pending">What was asked for and not granted yet.</param>
/// <param name="NextId">A number that no decision ever had: a grant for an earlier request must not count.</param>
internal sealed record Relocking(
    string? Reason, IReadOnlyList<EntityLockRequested> Taken, EntityLockRequested? Pending, int NextId)
{
    internal static Relocking None { get; } = new(null, [], null, 0);

    /// <summary>
    /// What a history tells: the relocking that is under way, if there is one, and the one of the last rewind, whose
    /// locks the instance may still hold.
    /// </summary>
    internal static (Relocking? UnderWay, Relocking Last) Find(IReadOnlyList<TurnRecord> rows)
    {
        Relocking last = None;
        Relocking? underWay = null;
        bool hasFailed = false;
        foreach (TurnRecord row in rows)
        {
            if (row.Inbound is [ExecutionRewound, ..])
            {
                // It is played once the last lock is granted.
                last = underWay is { Pending: not null } ? underWay.Grant() : underWay ?? None;
                underWay = null;
            }
            else if (CountingHistory.IsRelocking(row, hasFailed))
            {
                underWay = (underWay ?? None).After(row);
                continue;
            }
            else
            {
                underWay = null;
            }

            hasFailed = row.Completion is not null;
        }

        return (underWay is null ? null : underWay with { NextId = NextIdAfter(rows) }, last);
    }

    /// <summary>The first number that no decision of these has.</summary>
    internal static int NextIdAfter(IEnumerable<TurnRecord> rows) =>
        rows.SelectMany(row => row.Decisions).Select(decision => decision.Id + 1).DefaultIfEmpty().Max();

    /// <summary>What is taken and asked for once such a turn is stored.</summary>
    internal Relocking After(TurnRecord row)
    {
        Relocking after = this;
        foreach (HistoryEvent item in row.Inbound)
        {
            after = item switch
            {
                RewindRequested requested => after with { Reason = requested.Reason },
                EntityLockGranted granted when after.IsPending(granted) => after.Grant(),
                _ => after,
            };
        }

        return row.Decisions is [EntityLockRequested request] ? after.Ask(request) : after;
    }

    internal bool IsPending(HistoryEvent item) =>
        item is EntityLockGranted granted && granted.TaskId == Pending?.Id;

    internal Relocking Grant() => this with { Taken = [.. Taken, Pending!], Pending = null };

    internal Relocking Ask(EntityLockRequested request) =>
        this with { Pending = request, NextId = Math.Max(NextId, request.Id + 1) };

    /// <summary>The locks as the entities know them: to the code, those taken again have old numbers.</summary>
    internal IReadOnlyList<HeldLock> Renumber(IReadOnlyList<HeldLock> locks) => Taken.Count == 0
        ? locks
        : [.. locks.Select(held => Taken.FirstOrDefault(taken => IsSame(taken, held)) is { } again
            ? held with { Number = again.Id }
            : held)];

    /// <summary>What is to be given back if the instance ends before it goes on.</summary>
    internal IReadOnlyList<HeldLock> ListHeld() =>
        [.. Taken.Concat(Pending is null ? [] : [Pending]).Select(taken => new HeldLock(taken.EntityId, taken.Id))];

    private static bool IsSame(EntityLockRequested taken, HeldLock held) =>
        taken.EntityId == held.EntityId && held.LockId < taken.Id;
}
