using Swarm.Durable.Client;
using Swarm.Durable.Sqlite;
using Swarm.Durable.Sqlite.Stores;
using Swarm.Tests.Durable.Sqlite;
using Swarm.Tests.Durable.Support;

namespace Swarm.Tests.Durable.Crashes;

/// <summary>A disk that is full stops the engine's commits; once there is room, all goes on where it was.</summary>
public sealed class FullDiskTests : IAsyncDisposable
{
    private const int Width = 50;

    private readonly TemporaryFolder _folder = new();
    private readonly SqliteDatabase _database;

    public FullDiskTests() =>
        _database = SqliteDatabase.Open(new SqliteDatabaseOptions { Path = _folder.DatabasePath });

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Results_that_found_no_room_are_kept_until_there_is_some_and_nothing_runs_twice()
    {
        var clock = new TestClock();
        var gate = new TaskCompletionSource();
        int runs = 0;
        await using EngineHost host = await EngineHost.StartAsync(
            tasks => tasks
                .AddActivityFunc<int, string>("Fill", async (_, _) =>
                {
                    await gate.Task;
                    Interlocked.Increment(ref runs);
                    return new string('x', 4_000);
                })
                .AddOrchestratorFunc("FanOut", async context => (await Task.WhenAll(Enumerable.Range(0, Width)
                    .Select(number => context.CallActivityAsync<string>("Fill", number)))).Sum(text => text.Length)),
            new SqliteDurableStore(_database),
            clock);
        string id = await host.StartInstanceAsync("FanOut");
        await host.WaitForStatusAsync(id, OrchestrationRuntimeStatus.Running);
        await _database.WriteAsync(session => session.ExecuteScript("PRAGMA max_page_count = 1"));

        gate.SetResult();
        await clock.WaitForTimerAsync(TimeSpan.FromSeconds(1));
        SqliteErrorException refused = await Assert.ThrowsAsync<SqliteErrorException>(
            () => host.Client.RaiseEventAsync(id, "large", new string('y', 100_000)).WaitAsync(EngineHost.Patience));
        await _database.WriteAsync(session => session.ExecuteScript("PRAGMA max_page_count = 1000000"));
        clock.Advance(TimeSpan.FromSeconds(1));
        OrchestrationMetadata end = await host.EndOfAsync(id);

        Assert.Equal(SqliteErrorReason.DiskFull, refused.Reason);
        Assert.Equal(Width * 4_000, end.ReadOutputAs<int>());
        Assert.Equal(Width, runs);
    }
}
