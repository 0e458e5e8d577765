using Swarm.Embedded.Storage.Caching;
using Swarm.Embedded.Tables;

namespace Swarm.Tests.Embedded.Tables.Caching;

/// <summary>Without rows in memory the tables are what they are with them.</summary>
public sealed class UncachedTableTests : TableContract, IAsyncDisposable
{
    private readonly SqliteTables _tables = new(new EntityCacheLimits(MaxEntries: 0, MaxBytes: 0));

    public ValueTask DisposeAsync() => _tables.DisposeAsync();

    protected override Task<TableClient> OpenTableAsync() => _tables.NewTableAsync();
}
