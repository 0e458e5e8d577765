using Swarm.Durable.Client;
using Swarm.Durable.Stores;

namespace Swarm.Durable.Sqlite.Stores;

/// <summary>The engine's store in a SQLite file. It shares the file and its committer with others.</summary>
public sealed class SqliteDurableStore : IDurableStore
{
    private readonly SqliteDatabase _database;
    private readonly StoreCounters _counters;
    private readonly StoreWriter _writer;
    private readonly StatusCounts _statuses;

    /// <summary>Makes a store, and its tables if they are not there yet. One file holds one store.</summary>
    /// <param name="database">The file. It stays the caller's to dispose.</param>
    /// <exception cref="SqliteDatabaseTooNewException">The file was written by a newer version.</exception>
    public SqliteDurableStore(SqliteDatabase database)
    {
        ArgumentNullException.ThrowIfNull(database);
        database.EnsureSchema(StoreSchema.Component, StoreSchema.Steps);
        _database = database;
        _counters = new StoreCounters(database);
        _writer = new StoreWriter(_counters);
        _statuses = database.Read(StoreReader.CountByStatus);
    }

    /// <inheritdoc/>
    public Task<CreateOutcome> CreateAsync(
        NewInstance instance,
        IReadOnlyCollection<OrchestrationRuntimeStatus> refusedStatuses,
        CancellationToken cancellation = default) => CountAsync(changes => _database.WriteAsync(
            session => _writer.Create(session, instance, refusedStatuses, changes),
            StoreSizes.Of(instance),
            cancellation));

    /// <inheritdoc/>
    public Task<PostOutcome> PostAsync(string instanceId, byte[] body, CancellationToken cancellation = default) =>
        _database.WriteAsync(session => _writer.Post(session, instanceId, body), body.Length, cancellation);

    /// <inheritdoc/>
    public Task<TurnOutcome> CommitAsync(TurnCommit commit) => CountAsync(changes =>
        _database.WriteAsync(session => _writer.Commit(session, commit, changes), StoreSizes.Of(commit)));

    /// <inheritdoc/>
    public Task SettleAsync(long key, int turns) =>
        _database.WriteAsync(session => StoreWriter.Settle(session, key, turns));

    /// <inheritdoc/>
    public Task<RewindOutcome> RewindAsync(
        string instanceId, byte[] body, DateTimeOffset updatedAt, CancellationToken cancellation = default) =>
        CountAsync(changes => _database.WriteAsync(
            session => _writer.Rewind(session, instanceId, body, updatedAt, changes), body.Length, cancellation));

    /// <inheritdoc/>
    public Task<bool> PurgeAsync(string instanceId) => CountAsync(changes =>
        _database.WriteAsync(session => StoreWriter.Purge(session, instanceId, changes)));

    /// <inheritdoc/>
    public ValueTask<LoadedInstance?> LoadAsync(string instanceId) =>
        ValueTask.FromResult(_database.Read(session => StoreReader.Load(session, instanceId)));

    /// <inheritdoc/>
    public ValueTask<InstanceRecord?> FindAsync(string instanceId, bool withPayloads) =>
        ValueTask.FromResult(_database.Read(session => InstanceRows.Find(session, instanceId, withPayloads)));

    /// <inheritdoc/>
    public ValueTask<InstancePage> ListAsync(InstanceQuery query) =>
        ValueTask.FromResult(_database.Read(session => StoreReader.List(session, query)));

    /// <inheritdoc/>
    public IReadOnlyDictionary<OrchestrationRuntimeStatus, long> CountByStatus() => _statuses.Read();

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> ListChildrenAsync(string instanceId) =>
        ValueTask.FromResult(_database.Read(session => StoreReader.ListChildren(session, instanceId)));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<UnfinishedInstance>> ListUnfinishedAsync(long afterKey, int maxInstances) =>
        ValueTask.FromResult(
            _database.Read(session => StoreReader.ListUnfinished(session, afterKey, maxInstances)));

    /// <inheritdoc/>
    public Task<TurnOutcome> CommitEntityAsync(EntityCommit commit) =>
        CountAsync(changes => _database.WriteAsync(
            session => _writer.Commit(session, commit, changes), StoreSizes.Of(commit)));

    /// <inheritdoc/>
    public ValueTask<LoadedEntity?> LoadEntityAsync(string entityId, InboxLimit? limit = null) => ValueTask.FromResult(
        _database.Read(session => StoreReader.LoadEntity(session, entityId, limit ?? InboxLimit.None)));

    /// <inheritdoc/>
    public ValueTask<InboxPage> ReadInboxAsync(string entityId, long key, long afterId, InboxLimit limit) =>
        ValueTask.FromResult(
            _database.Read(session => StoreReader.ReadInbox(session, entityId, key, afterId, limit)));

    /// <inheritdoc/>
    public ValueTask<EntityRecord?> FindEntityAsync(string entityId, bool withState) =>
        ValueTask.FromResult(_database.Read(session => EntityRows.Find(session, entityId, withState)));

    /// <inheritdoc/>
    public ValueTask<EntityPage> ListEntitiesAsync(EntityListQuery query) =>
        ValueTask.FromResult(_database.Read(session => EntityRows.List(session, query)));

    /// <inheritdoc/>
    public Task<bool> RemoveEntityAsync(string entityId) =>
        _database.WriteAsync(session => EntityRows.Remove(session, entityId));

    /// <summary>Counts what a write changes once it is durable; one that fails has changed nothing.</summary>
    private async Task<T> CountAsync<T>(Func<StatusCounts, Task<T>> write)
    {
        var changes = new StatusCounts();
        T outcome = await write(changes);
        _statuses.Add(changes);
        return outcome;
    }
}
