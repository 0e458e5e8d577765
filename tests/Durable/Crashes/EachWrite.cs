using Swarm.Durable.Sqlite;
using Swarm.Durable.Sqlite.Stores;
using Swarm.Durable.Stores;
using Swarm.Tests.Durable.Sqlite;

namespace Swarm.Tests.Durable.Crashes;

/// <summary>Does the same again and again, each time with a crash at the next write, until there is none.</summary>
internal static class EachWrite
{
    private const int MaxCrashPoints = 500;

    /// <summary>
    /// Dies at the given write and goes on with what is then stored; false if there were not so many writes. The
    /// function opens the store, also once more for who goes on.
    /// </summary>
    internal delegate Task<bool> CrashAndGoOn(Func<IDurableStore> open, int crashAt);

    /// <summary>Crashes over a store in memory; how many writes there were.</summary>
    internal static Task<int> InMemoryAsync(CrashAndGoOn crashAndGoOn) => RepeatAsync(crashAt =>
    {
        var store = new InMemoryDurableStore();
        return crashAndGoOn(() => store, crashAt);
    });

    /// <summary>Crashes over a file that is closed and opened again; how many writes there were.</summary>
    internal static Task<int> OnSqliteAsync(CrashAndGoOn crashAndGoOn) => RepeatAsync(async crashAt =>
    {
        using var folder = new TemporaryFolder();
        var options = new SqliteDatabaseOptions { Path = folder.DatabasePath };
        SqliteDatabase? open = null;
        try
        {
            return await crashAndGoOn(Reopen, crashAt);
        }
        finally
        {
            await open!.DisposeAsync();
        }

        IDurableStore Reopen()
        {
            open?.DisposeAsync().AsTask().GetAwaiter().GetResult();
            open = SqliteDatabase.Open(options);
            return new SqliteDurableStore(open);
        }
    });

    private static async Task<int> RepeatAsync(Func<int, Task<bool>> crash)
    {
        int crashAt = 1;
        while (await crash(crashAt))
        {
            Assert.True(++crashAt < MaxCrashPoints);
        }

        return crashAt;
    }
}
