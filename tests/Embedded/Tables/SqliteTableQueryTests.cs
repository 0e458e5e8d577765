using Swarm.Embedded.Tables;

namespace Swarm.Tests.Embedded.Tables;

public sealed class SqliteTableQueryTests : TableQueryContract, IAsyncDisposable
{
    private readonly SqliteTables _tables = new();

    public ValueTask DisposeAsync() => _tables.DisposeAsync();

    protected override Task<TableClient> OpenTableAsync() => _tables.NewTableAsync();
}
