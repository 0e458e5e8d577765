namespace Swarm.Durable.Stores;

/// <summary>The entities of a store in memory. Its store's lock guards it.</summary>
internal sealed class InMemoryEntities(Func<long> nextKey, Func<long> nextMessage)
{
    private readonly SortedDictionary<string, StoredEntity> _byId = new(StringComparer.Ordinal);

    internal StoredMessage Post(string entityId, byte[] body)
    {
        if (!_byId.TryGetValue(entityId, out StoredEntity? entity))
        {
            entity = new StoredEntity(new EntityRecord
            {
                Key = nextKey(),
                EntityId = entityId,
                UpdatedAt = DateTimeOffset.MinValue,
            });
            _byId.Add(entityId, entity);
        }

        var message = new StoredMessage(entityId, entity.Record.Key, nextMessage(), body);
        entity.Inbox.Add(message.Id, message);
        return message;
    }

    /// <summary>False if the commit is refused.</summary>
    internal bool TryUpdate(EntityCommit commit)
    {
        if (!_byId.TryGetValue(commit.EntityId, out StoredEntity? entity)
            || entity.Record.Key != commit.Key
            || entity.Record.Turns != commit.Turn)
        {
            return false;
        }

        foreach (long id in commit.ConsumedMessages)
        {
            entity.Inbox.Remove(id);
        }

        string? state = commit.SetsState ? commit.State : entity.Record.State;
        entity.Record = entity.Record with
        {
            Turns = commit.Turn + 1,
            UpdatedAt = commit.UpdatedAt,
            State = state,
            HasState = state is not null,
            LockedBy = commit.LockedBy,
        };
        return true;
    }

    /// <summary>Nothing if there is no such entity.</summary>
    internal IEnumerable<StoredMessage> ReadInbox(string entityId, long key, long afterId) =>
        _byId.TryGetValue(entityId, out StoredEntity? entity) && entity.Record.Key == key
            ? entity.Inbox.Values.Where(message => message.Id > afterId)
            : [];

    /// <summary>Gives back the locks of an instance that is gone.</summary>
    internal IReadOnlyList<StoredMessage> ReleaseLocksOf(long instanceKey)
    {
        EntityRecord[] locked =
            [.. _byId.Values.Select(entity => entity.Record).Where(record => record.LockedBy?.Key == instanceKey)];
        return [.. locked.Select(record => Post(record.EntityId, EntityLocks.ReleaseOf(record.LockedBy!)))];
    }

    internal EntityRecord? Find(string entityId) => _byId.GetValueOrDefault(entityId)?.Describe();

    internal EntityPage List(EntityListQuery query)
    {
        string after = InstanceLists.ReadIdToken(query.ContinuationToken);
        IEnumerable<EntityRecord> matching = _byId.Values
            .Select(entity => entity.Describe())
            .Where(query.Matches)
            .Where(record => string.CompareOrdinal(record.EntityId, after) > 0);
        return PageCuts.CutEntities(
            query.WithState ? matching : matching.Select(record => record with { State = null }), query);
    }

    internal bool Remove(string entityId) =>
        _byId.TryGetValue(entityId, out StoredEntity? entity) && entity.Describe().IsEmpty && _byId.Remove(entityId);

    internal IEnumerable<UnfinishedInstance> ListUnfinished() =>
        from entity in _byId.Values
        where entity.Inbox.Count > 0
        select new UnfinishedInstance(entity.Record.EntityId, entity.Record.Key, true, null);

    private sealed class StoredEntity(EntityRecord record)
    {
        internal EntityRecord Record { get; set; } = record;

        internal SortedDictionary<long, StoredMessage> Inbox { get; } = [];

        internal EntityRecord Describe() => Record with { Backlog = Inbox.Count };
    }
}
