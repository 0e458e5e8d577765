using Azure;
using Swarm.Durable.Sqlite;
using Swarm.Embedded.Storage.Caching;

namespace Swarm.Embedded.Storage;

/// <summary>
/// Tables in the database of the host. Writes go through its one committer, and through this one store: it keeps rows
/// in memory.
/// </summary>
internal sealed class SqliteTableStore : ITableStore
{
    private const int SchemaVersion = 1;

    // Entities may be large, so the table keeps its row ids: SQLite advises against WITHOUT ROWID for big rows.
    private const string Schema = """
        CREATE TABLE tables_catalog (
          id INTEGER PRIMARY KEY,
          name TEXT NOT NULL UNIQUE COLLATE NOCASE);
        CREATE TABLE tables_sequence (value INTEGER NOT NULL);
        INSERT INTO tables_sequence VALUES (0);
        CREATE TABLE tables_entities (
          table_id INTEGER NOT NULL,
          partition_key TEXT NOT NULL,
          row_key TEXT NOT NULL,
          version INTEGER NOT NULL,
          modified INTEGER NOT NULL,
          properties BLOB NOT NULL,
          PRIMARY KEY (table_id, partition_key, row_key));
        """;

    private readonly SqliteDatabase _database;
    private readonly TimeProvider _time;
    private readonly EntityCache _cache;

    public SqliteTableStore(SqliteDatabase database, TimeProvider time)
        : this(database, time, EntityCacheLimits.Default)
    {
    }

    internal SqliteTableStore(SqliteDatabase database, TimeProvider time, EntityCacheLimits cacheLimits)
    {
        _database = database;
        _time = time;
        _cache = new EntityCache(cacheLimits);
        database.EnsureSchema("tables", SchemaVersion, Schema);
    }

    public string AccountName => "embedded";

    public Task<bool> CreateTableAsync(string table, CancellationToken cancellationToken) =>
        _database.WriteAsync(
            session => session
                .Prepare("INSERT INTO tables_catalog (name) VALUES (?1) ON CONFLICT DO NOTHING")
                .Bind(1, table)
                .Execute() > 0,
            cancellationToken);

    public Task<bool> DeleteTableAsync(string table, CancellationToken cancellationToken)
    {
        var cached = new EntityCacheChange(_cache);
        return _database.WriteAsync(
            session =>
            {
                if (TableId(session, table) is not { } id)
                {
                    return false;
                }

                session.Prepare("DELETE FROM tables_entities WHERE table_id = ?1").Bind(1, id).Execute();
                session.Prepare("DELETE FROM tables_catalog WHERE id = ?1").Bind(1, id).Execute();
                cached.NoteStore();
                return true;
            },
            sizeBytes: 0,
            cached.End,
            cancellationToken);
    }

    public StoredEntity? Find(string table, string partitionKey, string rowKey)
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);
        var address = new RowAddress(table, partitionKey, rowKey);
        if (_cache.TryFind(address, out var known, out var ticket))
        {
            return known;
        }

        var found = _database.ReadOnce(session => EntityRows.Find(session, table, partitionKey, rowKey));
        if (found is null)
        {
            _database.ReadOnce(session => DemandTable(session, table));
        }

        _cache.KeepRead(address, found, ticket);
        return found;
    }

    public EntityPage Query(string table, EntityFilter filter, EntityKey? from, int maxCount) =>
        _database.Read(session => EntityQuery.Run(session, DemandTable(session, table), filter, from, maxCount));

    public Task<IReadOnlyList<ETag>> CommitAsync(
        string table, IReadOnlyList<EntityWrite> writes, CancellationToken cancellationToken)
    {
        var cached = new EntityCacheChange(_cache);
        return _database.WriteAsync<IReadOnlyList<ETag>>(
            session =>
            {
                var changes = new EntityChanges(
                    session, table, DemandTable(session, table), _time.GetUtcNow(), writes.Count);
                var versions = new ETag[writes.Count];
                for (var i = 0; i < versions.Length; i++)
                {
                    try
                    {
                        var changed = changes.Apply(writes[i]);
                        cached.Note(new RowAddress(table, writes[i].PartitionKey, writes[i].RowKey), changed);
                        versions[i] = changed?.ETag ?? default;
                    }
                    catch (RequestFailedException refusal)
                    {
                        refusal.At(i);
                        throw;
                    }
                }

                return versions;
            },
            writes.Sum(write => (long)write.Encoded.Length),
            cached.End,
            cancellationToken);
    }

    private static long DemandTable(SqliteSession session, string table) =>
        TableId(session, table) ?? throw TableFailures.TableNotFound(table);

    private static long? TableId(SqliteSession session, string table)
    {
        var statement = session.Prepare("SELECT id FROM tables_catalog WHERE name = ?1").Bind(1, table);
        long? id = statement.Step() ? statement.GetInt64(0) : null;
        statement.Reset();
        return id;
    }
}
