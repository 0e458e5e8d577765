using Swarm.Durable;
using Swarm.Durable.Client;
using Swarm.Durable.Sqlite;
using Swarm.Durable.Sqlite.Stores;
using Swarm.Tests.Durable.Support;

namespace Swarm.Tests.Durable.Sqlite;

/// <summary>A copy of the database, made while everything goes on, is the database of one instant.</summary>
public sealed class BackupTests
{
    [Fact]
    public async Task A_backup_holds_no_half_of_a_write_and_all_that_was_committed_before()
    {
        using var folder = new TemporaryFolder();
        string copyPath = Path.Combine(Path.GetDirectoryName(folder.DatabasePath)!, "copy 'of' it.db");
        await using SqliteDatabase database = Open(folder.DatabasePath);
        database.EnsureSchema("pairs", 1, "CREATE TABLE one (n INTEGER); CREATE TABLE two (n INTEGER);");
        long committed = 0;
        bool isDone = false;
        Task writing = Task.Run(async () =>
        {
            while (!Volatile.Read(ref isDone))
            {
                await database.WriteAsync(session =>
                {
                    session.Prepare("INSERT INTO one VALUES (1)").Execute();
                    session.Prepare("INSERT INTO two VALUES (1)").Execute();
                });
                Interlocked.Increment(ref committed);
            }
        });
        while (Interlocked.Read(ref committed) < 20)
        {
            await Task.Yield();
        }

        long before = Interlocked.Read(ref committed);
        await database.BackupAsync(copyPath).WaitAsync(EngineHost.Patience);
        Volatile.Write(ref isDone, true);
        await writing.WaitAsync(EngineHost.Patience);

        await using SqliteDatabase copy = Open(copyPath);
        (long one, long two, string integrity) = copy.Read(session => (
            session.Prepare("SELECT count(*) FROM one").ReadAll(row => row.GetInt64(0))[0],
            session.Prepare("SELECT count(*) FROM two").ReadAll(row => row.GetInt64(0))[0],
            session.Prepare("PRAGMA integrity_check").ReadAll(row => row.GetString(0))[0]));
        Assert.Equal(one, two);
        Assert.InRange(one, before, Interlocked.Read(ref committed));
        Assert.Equal("ok", integrity);
    }

    [Fact]
    public async Task An_engine_goes_on_from_a_backup_as_from_the_file_itself()
    {
        using var folder = new TemporaryFolder();
        string copyPath = Path.Combine(Path.GetDirectoryName(folder.DatabasePath)!, "copy.db");
        await using SqliteDatabase database = Open(folder.DatabasePath);
        await using EngineHost host = await EngineHost.StartAsync(Register, new SqliteDurableStore(database));
        await host.StartInstanceAsync("Waits", id: "waits");
        await host.WaitForCustomStatusAsync("waits", "waiting");

        await database.BackupAsync(copyPath).WaitAsync(EngineHost.Patience);
        await host.Client.RaiseEventAsync("waits", "go", "here");
        OrchestrationMetadata original = await host.EndOfAsync("waits");
        await using SqliteDatabase copy = Open(copyPath);
        await using EngineHost restored = await EngineHost.StartAsync(Register, new SqliteDurableStore(copy));
        await restored.Client.RaiseEventAsync("waits", "go", "there");
        OrchestrationMetadata end = await restored.EndOfAsync("waits");

        Assert.Equal("here", original.ReadOutputAs<string>());
        Assert.Equal("there", end.ReadOutputAs<string>());
        await Assert.ThrowsAsync<IOException>(() => database.BackupAsync(copyPath));

        static void Register(DurableTaskRegistry tasks) => tasks.AddOrchestratorFunc("Waits", context =>
        {
            context.SetCustomStatus("waiting");
            return context.WaitForExternalEvent<string>("go");
        });
    }

    private static SqliteDatabase Open(string path) => SqliteDatabase.Open(new SqliteDatabaseOptions { Path = path });
}
