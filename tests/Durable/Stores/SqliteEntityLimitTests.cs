using Swarm.Durable.Sqlite;
using Swarm.Durable.Sqlite.Stores;
using Swarm.Tests.Durable.Sqlite;

namespace Swarm.Tests.Durable.Stores;

public sealed class SqliteEntityLimitTests : EntityLimitContract
{
    private readonly TemporaryFolder _folder = new();
    private SqliteDatabase? _database;

    public override ValueTask InitializeAsync()
    {
        _database = SqliteDatabase.Open(new SqliteDatabaseOptions { Path = _folder.DatabasePath });
        Store = new SqliteDurableStore(_database);
        return ValueTask.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        await _database!.DisposeAsync();
        _folder.Dispose();
        await base.DisposeAsync();
    }
}
