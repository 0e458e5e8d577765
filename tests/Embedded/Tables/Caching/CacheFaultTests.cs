using Swarm.Durable.Sqlite;
using Swarm.Embedded.Tables;

namespace Swarm.Tests.Embedded.Tables.Caching;

/// <summary>Rows in memory when a group of writes is not stored.</summary>
public sealed class CacheFaultTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_row_whose_change_found_a_full_disk_is_read_as_it_was()
    {
        await using var tables = new SqliteTables();
        var table = await tables.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 1 });
        Assert.Equal(1, await NumberAsync(table));
        await tables.Database.WriteAsync(session => session.ExecuteScript("PRAGMA max_page_count = 1"));

        var write = table.UpsertEntityAsync(
            new TableEntity("p", "r") { ["N"] = 2, ["Text"] = new string('x', 30_000) });

        await Assert.ThrowsAsync<SqliteErrorException>(() => write.WaitAsync(s_patience));
        Assert.Equal(1, await NumberAsync(table));
        await tables.Database.WriteAsync(session => session.ExecuteScript("PRAGMA max_page_count = 1000000"));
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["N"] = 3 });
        Assert.Equal(3, await NumberAsync(table));
    }

    [Fact]
    public async Task A_row_whose_change_fell_with_its_group_is_read_as_it_was()
    {
        await using var tables = new SqliteTables();
        var table = await tables.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 1 });
        Assert.Equal(1, await NumberAsync(table));
        using var first = new HeldWrite(tables.Database);
        first.WaitUntilBegun();

        // Both wait for the first and so share a group; the second ends the transaction of all.
        var write = table.UpsertEntityAsync(new TableEntity("p", "r") { ["N"] = 2 });
        var fall = tables.Database.WriteAsync(session =>
        {
            session.Prepare("ROLLBACK").Execute();
            throw new InvalidOperationException("It takes the whole transaction with it.");
        });
        await first.ReleaseAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => fall.WaitAsync(s_patience));
        await Assert.ThrowsAsync<InvalidOperationException>(() => write.WaitAsync(s_patience));
        Assert.Equal(1, await NumberAsync(table));
    }

    [Fact]
    public async Task While_a_commit_is_under_way_the_row_is_read_as_it_was_and_after_it_as_it_is()
    {
        await using var tables = new SqliteTables();
        var table = await tables.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 1 });
        Assert.Equal(1, await NumberAsync(table));
        using var first = new HeldWrite(tables.Database);
        first.WaitUntilBegun();
        var write = table.UpsertEntityAsync(new TableEntity("p", "r") { ["N"] = 2 });
        using var behind = new HeldWrite(tables.Database);
        await first.ReleaseAsync();
        behind.WaitUntilBegun();

        Assert.Equal(1, await NumberAsync(table));
        await behind.ReleaseAsync();
        await write.WaitAsync(s_patience);

        Assert.Equal(2, await NumberAsync(table));
    }

    private static async Task<object> NumberAsync(TableClient table) =>
        (await table.GetEntityAsync<TableEntity>("p", "r")).Value["N"];

    /// <summary>A write that keeps the committer's thread until it is released.</summary>
    private sealed class HeldWrite : IDisposable
    {
        private readonly ManualResetEventSlim _begun = new();
        private readonly ManualResetEventSlim _released = new();
        private readonly Task _write;

        public HeldWrite(SqliteDatabase database) => _write = database.WriteAsync(_ =>
        {
            _begun.Set();
            Assert.True(_released.Wait(s_patience));
        });

        public void WaitUntilBegun() => Assert.True(_begun.Wait(s_patience));

        public Task ReleaseAsync()
        {
            _released.Set();
            return _write.WaitAsync(s_patience);
        }

        public void Dispose()
        {
            _begun.Dispose();
            _released.Dispose();
        }
    }
}
