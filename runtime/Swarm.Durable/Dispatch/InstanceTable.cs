using System.Collections.Concurrent;
using Swarm.Durable.Stores;

namespace Swarm.Durable.Dispatch;

/// <summary>
/// The instances in memory. One that rests may leave, the least recently used first, when there are too many; what
/// comes for it later brings it back from the store.
/// </summary>
internal sealed class InstanceTable(int maxResting)
{
    private readonly ConcurrentDictionary<string, LiveInstance> _live = new();
    private readonly LinkedList<LiveInstance> _resting = [];

    /// <summary>Where instances go that have something to do. Set once, before anything is posted.</summary>
    internal Action<LiveInstance> Queue { get; set; } = static _ => { };

    internal int Count => _live.Count;

    /// <summary>
    /// The last committed state of an instance in memory; null if it is not there or not loaded, and also if it has
    /// ended: it may have been rewound since, which the store knows.
    /// </summary>
    internal InstanceRecord? FindRecord(string instanceId) =>
        _live.TryGetValue(instanceId, out LiveInstance? live) && live.Record is { HasEnded: false } record
            ? record
            : null;

    /// <summary>Tells an instance that a stored message has come for it.</summary>
    internal void Deliver(StoredMessage message) =>
        Post(message.InstanceId, message.InstanceKey, InstanceMessage.Read(message));

    /// <summary>Gives a message to an instance, or wakes it if there is none.</summary>
    internal void Post(string instanceId, long key, InstanceMessage? message, Action<LiveInstance>? prepare = null)
    {
        while (true)
        {
            LiveInstance live = _live.GetOrAdd(
                instanceId,
                static (id, state) =>
                {
                    var created = new LiveInstance(id, state.key);
                    state.prepare?.Invoke(created);
                    return created;
                },
                (key, prepare));
            if (live.Key > key)
            {
                // It is for an instance of the same id that was replaced.
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

    /// <summary>Ends a turn: the instance is queued again, or rests.</summary>
    /// <param name="live">The instance.</param>
    /// <param name="mayLeave">Whether it may leave memory while it rests.</param>
    internal void EndTurn(LiveInstance live, bool mayLeave = true)
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

        LiveInstance? leaving = null;
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
            _live.TryRemove(KeyValuePair.Create(leaving.InstanceId, leaving));
        }
    }

    internal void Remove(LiveInstance live)
    {
        live.Retire();
        _live.TryRemove(KeyValuePair.Create(live.InstanceId, live));
        lock (_resting)
        {
            Forget_NeedsLock(live);
        }
    }

    private void Forget_NeedsLock(LiveInstance live)
    {
        if (live.RestingPlace is { } place)
        {
            _resting.Remove(place);
            live.RestingPlace = null;
        }
    }
}
