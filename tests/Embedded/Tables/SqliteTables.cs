using Swarm.Durable.Sqlite;
using Swarm.Embedded.Storage;
using Swarm.Embedded.Tables;

namespace Swarm.Tests.Embedded.Tables;

/// <summary>The embedded tables on a database of their own.</summary>
internal sealed class SqliteTables : IAsyncDisposable
{
    private readonly DataFolder _folder = new();
    private SqliteDatabase _database;

    public SqliteTables() => _database = Open();

    public TableServiceClient Client => new(new SqliteTableStore(_database, TimeProvider.System));

    public async Task<TableClient> NewTableAsync()
    {
        var table = Client.GetTableClient("T" + Guid.NewGuid().ToString("N"));
        await table.CreateAsync();
        return table;
    }

    /// <summary>Closes the database and opens it again, as another process would.</summary>
    public async Task RestartAsync()
    {
        await _database.DisposeAsync();
        _database = Open();
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    private SqliteDatabase Open() => SqliteDatabase.Open(new SqliteDatabaseOptions { Path = _folder.DatabasePath });
}
