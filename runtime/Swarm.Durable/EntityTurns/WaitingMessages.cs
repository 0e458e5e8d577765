using Swarm.Durable.Dispatch;
using Swarm.Durable.History;
using Swarm.Durable.Stores;

namespace Swarm.Durable.EntityTurns;

/// <summary>
/// What waits for an entity, in its order. What may pass a lock is found at once, however much waits before it: a turn
/// of a locked entity costs the same whatever waits.
/// </summary>
internal sealed class WaitingMessages
{
    private readonly LinkedList<InstanceMessage> _all = [];
    private readonly Dictionary<EntityCaller, LinkedListNode<InstanceMessage>> _requests = [];
    private readonly Dictionary<EntityCaller, Queue<LinkedListNode<InstanceMessage>>> _calls = [];
    private readonly Queue<LinkedListNode<InstanceMessage>> _releases = [];

    internal void Add(InstanceMessage message)
    {
        LinkedListNode<InstanceMessage> node = _all.AddLast(message);
        switch (message.Event)
        {
            case EntityLockRequest request:
                _requests.TryAdd(request.Owner, node);
                break;
            case EntityLockRelease:
                _releases.Enqueue(node);
                break;
            case EntityOperationRequest { Caller: { } caller }:
                CallsOf(caller).Enqueue(node);
                break;
        }
    }

    /// <summary>Whether something waits that can be handled.</summary>
    internal bool HasNext(EntityCaller? lockedBy) => FindNext(lockedBy) is not null;

    /// <summary>
    /// Takes the first message that can be handled; null if there is none. While the entity is locked those are calls
    /// of the owner; a lock can be given up at any time.
    /// </summary>
    internal InstanceMessage? TakeNext(EntityCaller? lockedBy) => FindNext(lockedBy) is { } node ? Take(node) : null;

    /// <summary>Takes the wish of an owner to lock the entity, if it waits; null if not.</summary>
    internal InstanceMessage? TakeLockRequest(EntityCaller owner) =>
        _requests.TryGetValue(owner, out LinkedListNode<InstanceMessage>? node) ? Take(node) : null;

    internal void Clear()
    {
        _all.Clear();
        _requests.Clear();
        _calls.Clear();
        _releases.Clear();
    }

    private LinkedListNode<InstanceMessage>? FindNext(EntityCaller? lockedBy)
    {
        if (lockedBy is null)
        {
            return _all.First;
        }

        LinkedListNode<InstanceMessage>? release = _releases.TryPeek(out var first) ? first : null;
        LinkedListNode<InstanceMessage>? call = _calls.TryGetValue(lockedBy.ToOrchestration(), out var calls)
            ? calls.Peek()
            : null;
        return release is null || (call is not null && call.Value.Id < release.Value.Id) ? call : release;
    }

    /// <summary>
    /// Calls of one orchestration, and releases, are only ever taken in their order, so what is taken is the first of
    /// its queue.
    /// </summary>
    private InstanceMessage Take(LinkedListNode<InstanceMessage> node)
    {
        _all.Remove(node);
        switch (node.Value.Event)
        {
            case EntityLockRequest request when _requests.GetValueOrDefault(request.Owner) == node:
                _requests.Remove(request.Owner);
                break;
            case EntityLockRelease:
                _releases.Dequeue();
                break;
            case EntityOperationRequest { Caller: { } caller }:
                Queue<LinkedListNode<InstanceMessage>> calls = CallsOf(caller);
                calls.Dequeue();
                if (calls.Count == 0)
                {
                    _calls.Remove(caller.ToOrchestration());
                }

                break;
        }

        return node.Value;
    }

    private Queue<LinkedListNode<InstanceMessage>> CallsOf(EntityCaller caller)
    {
        EntityCaller orchestration = caller.ToOrchestration();
        if (!_calls.TryGetValue(orchestration, out Queue<LinkedListNode<InstanceMessage>>? calls))
        {
            _calls.Add(orchestration, calls = new Queue<LinkedListNode<InstanceMessage>>());
        }

        return calls;
    }
}
