using System.Diagnostics.CodeAnalysis;
using Swarm.Durable.Sqlite;
using Swarm.Embedded.Storage;
using Swarm.Embedded.Storage.Caching;
using Swarm.Embedded.Tables;

namespace Swarm.Tests.Embedded.Tables;

/// <summary>The embedded tables on a database of their own.</summary>
internal sealed class SqliteTables : IAsyncDisposable
{
    private readonly DataFolder _folder = new();
    private readonly EntityCacheLimits _cacheLimits;

    public SqliteTables()
        : this(EntityCacheLimits.Default)
    {
    }

    public SqliteTables(EntityCacheLimits cacheLimits)
    {
        _cacheLimits = cacheLimits;
        Open();
    }

    public SqliteDatabase Database { get; private set; }

    public TableServiceClient Client { get; private set; }

    public async Task<TableClient> NewTableAsync()
    {
        var table = Client.GetTableClient("T" + Guid.NewGuid().ToString("N"));
        await table.CreateAsync();
        return table;
    }

    /// <summary>Closes the database and opens it again, as another process would.</summary>
    public async Task RestartAsync()
    {
        await Database.DisposeAsync();
        Open();
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        _folder.Dispose();
    }

    [MemberNotNull(nameof(Database), nameof(Client))]
    private void Open()
    {
        Database = SqliteDatabase.Open(new SqliteDatabaseOptions { Path = _folder.DatabasePath });
        Client = new TableServiceClient(new SqliteTableStore(Database, TimeProvider.System, _cacheLimits));
    }
}
