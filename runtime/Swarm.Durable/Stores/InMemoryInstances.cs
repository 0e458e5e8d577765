using Swarm.Durable.Client;

namespace Swarm.Durable.Stores;

/// <summary>The instances of a store in memory: made, found and removed. Its store's lock guards them.</summary>
internal sealed class InMemoryInstances(Func<long> nextKey, Func<long> nextMessage)
{
    private readonly Dictionary<string, InMemoryInstance> _byId = [];
    private readonly SortedDictionary<long, InMemoryInstance> _byKey = [];

    internal StatusCounts Counts { get; } = new();

    internal IEnumerable<InstanceRecord> Records => _byKey.Values.Select(stored => stored.Record);

    internal InMemoryInstance? Find(string instanceId) => _byId.GetValueOrDefault(instanceId);

    internal InMemoryInstance? Find(long key) => _byKey.GetValueOrDefault(key);

    /// <summary>Creates an instance in place of one of the same id.</summary>
    internal long Create(NewInstance instance)
    {
        if (Find(instance.InstanceId) is { } replaced)
        {
            Remove(replaced);
        }

        long key = nextKey();
        Counts.Move(null, OrchestrationRuntimeStatus.Pending);
        InMemoryInstance created = InMemoryInstance.Create(instance, key);
        _byId.Add(instance.InstanceId, created);
        _byKey.Add(key, created);
        return key;
    }

    /// <summary>0 if one of the same id has not ended.</summary>
    internal long TryCreate(NewInstance instance) =>
        Find(instance.InstanceId) is { Record.HasEnded: false } ? 0 : Create(instance);

    internal void Remove(InMemoryInstance stored)
    {
        Counts.Move(stored.Record.Status, null);
        _byId.Remove(stored.Record.InstanceId);
        _byKey.Remove(stored.Record.Key);
    }

    /// <summary>False if the turn is out of step.</summary>
    internal bool TryUpdate(TurnCommit commit)
    {
        if (Find(commit.Key) is not { } stored
            || stored.Record.HasEnded
            || stored.Record.Generation != commit.Generation
            || stored.Record.Turns != commit.Turn)
        {
            return false;
        }

        Counts.Move(stored.Record.Status, commit.Status);
        stored.Update(commit);
        return true;
    }

    internal void Settle(long key, int turns)
    {
        if (Find(key) is { Record.HasEnded: true } stored && stored.Record.Turns == turns)
        {
            stored.Record = stored.Record with { MustRecover = false };
        }
    }

    internal StoredMessage Post(InMemoryInstance receiver, byte[] body)
    {
        var message = new StoredMessage(receiver.Record.InstanceId, receiver.Record.Key, nextMessage(), body);
        receiver.Inbox.Add(message.Id, message);
        return message;
    }

    /// <summary>Null if there is nobody to take it.</summary>
    internal StoredMessage? Deliver(OutgoingMessage message) =>
        Find(message.InstanceId) is { Record: var record } receiver
        && message.IsTakenBy(record.Key, record.Status, record.HasEnded)
            ? Post(receiver, message.Body)
            : null;

    internal StoredMessage Revive(InMemoryInstance stored, byte[] body, DateTimeOffset updatedAt)
    {
        Counts.Move(stored.Record.Status, OrchestrationRuntimeStatus.Running);
        stored.Revive(updatedAt);
        return Post(stored, body);
    }

    internal IEnumerable<InMemoryInstance> ListChildren(long parentKey) =>
        _byKey.Values.Where(child => child.Record.Parent?.Key == parentKey);

    internal IEnumerable<UnfinishedInstance> ListUnfinished() =>
        from stored in _byKey.Values
        let record = stored.Record
        let mustWake = record.MustRecover || (stored.Inbox.Count > 0 && !record.HasEnded)
        where mustWake || record.WakeAt is not null
        select new UnfinishedInstance(record.InstanceId, record.Key, mustWake, record.WakeAt);
}
