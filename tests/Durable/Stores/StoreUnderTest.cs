using Swarm.Durable.Sqlite;
using Swarm.Durable.Sqlite.Stores;
using Swarm.Durable.Stores;
using Swarm.Tests.Durable.Sqlite;

namespace Swarm.Tests.Durable.Stores;

/// <summary>An empty store of one kind or the other, which is gone after the test.</summary>
public sealed class StoreUnderTest : IAsyncDisposable
{
    private readonly TemporaryFolder? _folder;
    private readonly SqliteDatabase? _database;

    private StoreUnderTest(IDurableStore store, TemporaryFolder? folder = null, SqliteDatabase? database = null)
    {
        Store = store;
        _folder = folder;
        _database = database;
    }

    public IDurableStore Store { get; }

    public static StoreUnderTest InMemory() => new(new InMemoryDurableStore());

    public static StoreUnderTest OnSqlite()
    {
        var folder = new TemporaryFolder();
        SqliteDatabase database = SqliteDatabase.Open(new SqliteDatabaseOptions { Path = folder.DatabasePath });
        return new StoreUnderTest(new SqliteDurableStore(database), folder, database);
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        _folder?.Dispose();
    }
}
