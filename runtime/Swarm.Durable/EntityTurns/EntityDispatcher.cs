using Microsoft.Extensions.Logging;
using Swarm.Durable.Dispatch;
using Swarm.Durable.Stores;
using Swarm.Durable.Telemetry;

namespace Swarm.Durable.EntityTurns;

/// <summary>Plays a turn of an entity that has something to do, commits it and does what it decided.</summary>
internal sealed class EntityDispatcher(
    IDurableStore store,
    LiveTable<LiveEntity> entities,
    EntityTurnPlayer player,
    TurnEffects instances,
    Deliveries deliveries,
    WakeTimers timers,
    TurnTelemetry telemetry,
    InboxLimit limit,
    TimeProvider time,
    ILogger logger)
{
    private volatile bool _isStopped;

    /// <summary>Commits nothing any more: who is still running code is left behind.</summary>
    internal void Stop() => _isStopped = true;

    internal async Task RunTurnAsync(LiveEntity live)
    {
        try
        {
            if (live.HasForgotten(time.GetUtcNow()))
            {
                live.Unload();
            }

            if (live.Record is null && !await LoadAsync(live))
            {
                return;
            }

            if (live.MustReadOn)
            {
                live.TakePage(await store.ReadInboxAsync(live.InstanceId, live.Key, live.ReadUpTo, limit));
            }

            EntityTurn turn = await player.PlayAsync(live);
            if (_isStopped || (!turn.IsEmpty && !await CommitAsync(live, turn)))
            {
                return;
            }

            if (turn.TakesLock && live.MayLackCallOfHolder)
            {
                // Its next turn reads the inbox anew, and finds what the holder has called on every page of it.
                live.Unload();
                live.Post(null);
                entities.EndTurn(live);
                return;
            }

            timers.Set(live.InstanceId, live.Key, live.NextDue);
            if (live.HasNext(live.Record!.LockedBy))
            {
                live.Post(null);
            }

            entities.EndTurn(live);
        }
        catch (Exception exception)
        {
            // What the entity did in memory is not what is stored: it is read and runs its operations again.
            live.Unload();
            TimeSpan delay = RetryTimer.DelayAfter(++live.FailedTurns);
            logger.TurnFailed(live.InstanceId, live.FailedTurns, delay, exception);
            RetryTimer.Start(time, delay, () => entities.Queue(live));
        }
    }

    private async Task<bool> LoadAsync(LiveEntity live)
    {
        LoadedEntity? loaded = await store.LoadEntityAsync(live.InstanceId, limit);
        if (loaded is null || loaded.Record.Key != live.Key)
        {
            entities.Remove(live);
            return false;
        }

        live.Load(loaded);
        InboxPage page = loaded.Inbox;
        while (live.IsBehind && (page.HasMore || live.SkippedUpTo > page.ReadUpTo))
        {
            // What lies further on is left where it is, but for the end of a section, and what its owner calls.
            page = await store.ReadInboxAsync(live.InstanceId, live.Key, page.ReadUpTo, limit);
            live.TakePassing(page);
        }

        live.NoteScanned();
        return true;
    }

    private async Task<bool> CommitAsync(LiveEntity live, EntityTurn turn)
    {
        EntityCommit commit = turn.Describe();
        TurnOutcome outcome = await store.CommitEntityAsync(commit);
        if (!outcome.IsCommitted)
        {
            logger.TurnRefused(live.InstanceId);
            entities.Remove(live);
            return false;
        }

        live.FailedTurns = 0;
        telemetry.Tell(live.InstanceId, turn.Operations);
        live.Advance(turn.Next(), commit.ConsumedMessages);
        for (int i = 0; i < outcome.ChildKeys.Count; i++)
        {
            if (outcome.ChildKeys[i] is var key and not 0)
            {
                instances.Start(commit.Starts[i], key, outcome.LastMessageId);
            }
            else
            {
                logger.StartDropped(commit.Starts[i].InstanceId, live.InstanceId);
            }
        }

        foreach (StoredMessage message in outcome.Delivered)
        {
            deliveries.Deliver(message);
        }

        return true;
    }
}
