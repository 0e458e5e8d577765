using Swarm.Durable.Dispatch;
using Swarm.Durable.History;
using Swarm.Durable.Stores;

namespace Swarm.Durable.EntityTurns;

/// <summary>
/// An entity in memory. Messages that cannot be handled yet, because of a lock or their time, wait here in their order
/// and stay in the stored inbox.
/// </summary>
internal sealed class LiveEntity(string entityId, long key) : Mailbox(entityId, key)
{
    private readonly LinkedList<InstanceMessage> _waiting = [];
    private readonly PriorityQueue<InstanceMessage, (DateTime DueAt, long Id)> _scheduled = new();

    /// <summary>The entity as it was last committed; null until it is loaded.</summary>
    internal EntityRecord? Record { get; set; }

    /// <summary>When its next scheduled signal is due.</summary>
    internal DateTimeOffset? NextDue =>
        _scheduled.TryPeek(out _, out var first) ? new DateTimeOffset(first.DueAt, TimeSpan.Zero) : null;

    /// <summary>Takes the state of a snapshot.</summary>
    internal void Load(LoadedEntity loaded)
    {
        LoadMessages(loaded.Inbox.Select(InstanceMessage.Read), loaded.LastMessageId);
        Record = loaded.Record;
    }

    /// <summary>Forgets everything: it is read again.</summary>
    internal void Unload()
    {
        Record = null;
        _waiting.Clear();
        _scheduled.Clear();
        ForgetSnapshot();
    }

    /// <summary>Puts what has come behind what waits: first scheduled signals that are due, then the rest.</summary>
    internal void Admit(IEnumerable<InstanceMessage> messages, DateTimeOffset now)
    {
        while (_scheduled.TryPeek(out InstanceMessage? due, out var at) && at.DueAt <= now.UtcDateTime)
        {
            _scheduled.Dequeue();
            _waiting.AddLast(due);
        }

        foreach (InstanceMessage message in messages)
        {
            if (message.Event is EntityOperationRequest { DueAt: { } dueAt } && dueAt > now.UtcDateTime)
            {
                _scheduled.Enqueue(message, (dueAt, message.Id));
            }
            else
            {
                _waiting.AddLast(message);
            }
        }
    }

    /// <summary>Whether something waits that can be handled.</summary>
    internal bool HasNext(EntityCaller? lockedBy) => _waiting.Any(message => CanHandle(message.Event, lockedBy));

    /// <summary>Takes the first message that can be handled; null if there is none.</summary>
    internal InstanceMessage? TakeNext(EntityCaller? lockedBy)
    {
        for (LinkedListNode<InstanceMessage>? node = _waiting.First; node is not null; node = node.Next)
        {
            if (CanHandle(node.Value.Event, lockedBy))
            {
                _waiting.Remove(node);
                return node.Value;
            }
        }

        return null;
    }

    /// <summary>Takes the wish of an owner to lock the entity, if it waits; null if not.</summary>
    internal InstanceMessage? TakeLockRequest(EntityCaller owner)
    {
        InstanceMessage? request = _waiting.FirstOrDefault(
            message => message.Event is EntityLockRequest waiting && waiting.Owner == owner);
        if (request is not null)
        {
            _waiting.Remove(request);
        }

        return request;
    }

    /// <summary>While it is locked only calls of the owner run. A lock can be given up at any time.</summary>
    private static bool CanHandle(HistoryEvent message, EntityCaller? lockedBy) =>
        lockedBy is null
        || message is EntityLockRelease
        || (message is EntityOperationRequest { Caller: { } caller } && caller.IsSameOrchestration(lockedBy));
}
