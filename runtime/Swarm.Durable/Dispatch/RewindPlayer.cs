using Swarm.Durable.History;
using Swarm.Durable.Replay;

namespace Swarm.Durable.Dispatch;

/// <summary>
/// Plays the turns with which a failed instance goes on: those that take its locks again, if its code is inside a
/// critical section, and then the rewind. It stores nothing and sends nothing.
/// </summary>
internal sealed class RewindPlayer(TurnPlayer turns)
{
    /// <summary>Plays what a wish to rewind the instance brings about. It was just loaded, with its history.</summary>
    /// <param name="live">The instance.</param>
    /// <param name="taken">What was taken from its mailbox.</param>
    /// <param name="rewind">Where the wish stands in that.</param>
    /// <param name="now">The time.</param>
    internal PlayedTurn Begin(LiveInstance live, List<InstanceMessage> taken, int rewind, DateTimeOffset now)
    {
        // Some of what came before is over: it is consumed and not played.
        InstanceMessage[] valid =
        [
            .. taken.Where((message, index) =>
                index > rewind || (index < rewind && RewindPlan.IsStillToCome(message.Event))),
        ];
        var request = (RewindRequested)taken[rewind].Event;
        Relocking relocking = Relocking.None with
        {
            Reason = request.Reason,
            NextId = live.NextLockId,
        };
        return Play(live, taken, valid, [request], relocking, now);
    }

    /// <summary>Goes on if the lock was granted that is asked for; null, and all is kept for later, if not.</summary>
    internal PlayedTurn? GoOn(LiveInstance live, List<InstanceMessage> taken, DateTimeOffset now)
    {
        Relocking relocking = live.Relocking!;
        InstanceMessage? grant = taken.Find(message => relocking.IsPending(message.Event));
        if (grant is null)
        {
            live.Deferred.AddRange(taken);
            return null;
        }

        InstanceMessage[] rest = [.. taken.Where(message => message != grant)];
        return Play(live, taken, rest, [grant.Event], relocking.Grant(), now);
    }

    private PlayedTurn Play(
        LiveInstance live,
        List<InstanceMessage> taken,
        IReadOnlyList<InstanceMessage> valid,
        IReadOnlyList<HistoryEvent> causes,
        Relocking relocking,
        DateTimeOffset now)
    {
        TurnRecord[] failed = [.. live.History];
        HistoryEvent[] arrived = [.. TurnPlayer.ListPlayable(live.Record!, valid)];
        List<HistoryEvent> inbound = [];
        TurnResult result;
        try
        {
            TurnPlayer.DemandRoomForTurn(live.Record!);
            RewindPlan plan = RewindPlan.Make(
                live.History, FindLastFailures(live), relocking.Reason, relocking.NextId);
            live.KeepTurns(plan.Rewound.KeptTurns);
            HistoryEvent[] kept = [.. live.History.SelectMany(turn => turn.Inbound)];
            result = turns.GetExecution(live).Rewind(now.UtcDateTime, plan, arrived, inbound);
            if (FindMissing(live, result, [.. kept, .. inbound], relocking) is { } entityId)
            {
                // What was played is dropped, and played again once its code is where it believes to be.
                live.Restore(failed);
                live.Deferred.AddRange(valid);
                List<InstanceMessage> consumed = [.. taken.Except(valid)];
                return TurnCommits.DescribeRelocking(
                    live, consumed, causes, now, relocking.Ask(new EntityLockRequested(relocking.NextId, entityId)));
            }

            turns.CheckReplay(live, now, inbound, result);
        }
        catch (Exception exception) when (TurnPlayer.IsFatal(exception))
        {
            // What came is consumed with this turn: its row keeps it for the next rewind, which may find better code.
            live.Execution = null;
            inbound = [.. causes, .. arrived];
            result = new TurnResult(1, [], ExecutionCompleted.Failed(FailureRecorder.Record(exception)), null);
        }

        // Everything that is open runs again, also what had not ended when the instance did.
        live.MustRestartActivities = true;
        return TurnCommits.Describe(live, taken, inbound, now, result, relocking);
    }

    /// <summary>
    /// The first entity that the code believes to have locked, and that is not locked again; null if there is none.
    /// They are taken in the order of ids, as all locks are.
    /// </summary>
    private static string? FindMissing(
        LiveInstance live, TurnResult result, IReadOnlyList<HistoryEvent> inbound, Relocking relocking)
    {
        if (result.Completion is not null || result.ContinueAsNew is not null)
        {
            return null;
        }

        HashSet<int> granted = [.. inbound.OfType<EntityLockGranted>().Select(grant => grant.TaskId)];
        return HeldLock.After(live.Locks, result.Decisions)
            .Where(held => granted.Contains(held.LockId))
            .Select(held => held.EntityId)
            .Except(relocking.Taken.Select(taken => taken.EntityId))
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();
    }

    private IReadOnlySet<int> FindLastFailures(LiveInstance live)
    {
        OrchestrationExecution past = turns.Create(live, static () => { });
        try
        {
            foreach (TurnRecord turn in live.History)
            {
                past.Replay(turn);
            }
        }
        catch (NonDeterministicOrchestrationException)
        {
            // The code was mended where it failed. What was seen until there is enough.
        }

        return past.LastFailures.Calls;
    }
}
