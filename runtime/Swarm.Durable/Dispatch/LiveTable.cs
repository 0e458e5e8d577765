using System.Collections.Concurrent;

namespace Swarm.Durable.Dispatch;

/// <summary>
/// What is in memory, by id. One that rests may leave, the least recently used first, when there are too many; what
/// comes for it later brings it back from the store.
/// </summary>
internal class LiveTable<TLive>(int maxResting, Func<string, long, TLive> create)
    where TLive : Mailbox
{
    private readonly LinkedList<Mailbox> _resting = [];

    /// <summary>Where those go that have something to do. Set once, before anything is posted.</summary>
    internal Action<TLive> Queue { get; set; } = static _ => { };

    internal int Count => Live.Count;

    protected ConcurrentDictionary<string, TLive> Live { get; } = new();

    /// <summary>Gives a message to an instance or entity, or wakes it if there is none.</summary>
    internal void Post(string id, long key, InstanceMessage? message, Action<TLive>? prepare = null)
    {
        while (true)
        {
            TLive live = Live.GetOrAdd(
                id,
                static (id, state) =>
                {
                    TLive created = state.create(id, state.key);
                    state.prepare?.Invoke(created);
                    return created;
                },
                (key, prepare, create));
            if (live.Key > key)
            {
                // It is for one of the same id that was replaced.
                return;
            }

            if (live.Key < key)
            {
                Remove(live);
                continue;
            }

            switch (live.Post(message))
            {
                case PostEffect.MustQueue:
                    Queue(live);
                    return;
                case PostEffect.Noticed:
                    return;
                case PostEffect.Retired:
                    Remove(live);
                    break;
            }
        }
    }

    /// <summary>Ends a turn: its owner is queued again, or rests.</summary>
    /// <param name="live">Whose turn it was.</param>
    /// <param name="mayLeave">Whether it may leave memory while it rests.</param>
    internal void EndTurn(TLive live, bool mayLeave = true)
    {
        if (!mayLeave)
        {
            // It may have rested before. While its turn is under way it cannot leave, so it is taken off in time.
            lock (_resting)
            {
                Forget_NeedsLock(live);
            }
        }

        if (!live.TryRest())
        {
            Queue(live);
            return;
        }

        if (!mayLeave)
        {
            return;
        }

        Mailbox? leaving = null;
        lock (_resting)
        {
            if (live.RestingPlace is { } place)
            {
                _resting.Remove(place);
                _resting.AddLast(place);
            }
            else
            {
                live.RestingPlace = _resting.AddLast(live);
            }

            if (_resting.Count > maxResting)
            {
                leaving = _resting.First!.Value;
                Forget_NeedsLock(leaving);
            }
        }

        if (leaving is not null && leaving.TryRetire())
        {
            Live.TryRemove(KeyValuePair.Create(leaving.InstanceId, (TLive)leaving));
        }
    }

    internal void Remove(TLive live)
    {
        live.Retire();
        Live.TryRemove(KeyValuePair.Create(live.InstanceId, live));
        lock (_resting)
        {
            Forget_NeedsLock(live);
        }
    }

    private void Forget_NeedsLock(Mailbox live)
    {
        if (live.RestingPlace is { } place)
        {
            _resting.Remove(place);
            live.RestingPlace = null;
        }
    }
}
