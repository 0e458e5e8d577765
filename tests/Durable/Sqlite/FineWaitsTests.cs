using System.Runtime.InteropServices;
using Swarm.Durable.Sqlite;

namespace Swarm.Tests.Durable.Sqlite;

/// <summary>Whoever waits in SQLite waits no longer than it means to.</summary>
public sealed class FineWaitsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task SQLite_sleeps_for_less_than_a_second()
    {
        await using SqliteDatabase database = Open();

        // It answers how long it slept, in milliseconds: 1,000 where it knows whole seconds alone.
        Assert.Equal(2, Sleep(2));
    }

    [Fact]
    public async Task A_writer_waits_until_another_connection_lets_go_of_the_database()
    {
        await using SqliteDatabase database = Open();
        database.EnsureSchema("test", 1, "CREATE TABLE test (id INTEGER PRIMARY KEY);");
        using SqliteConnection other = SqliteConnection.OpenCheckpointer(_folder.DatabasePath);
        other.Execute("BEGIN IMMEDIATE");
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        Task writing = database.WriteAsync(session => session.Prepare("INSERT INTO test VALUES (1)").Execute());
        Task reading = Task.Run(() => database.Read(session =>
        {
            began.SetResult();
            return session.Prepare("SELECT count(*) FROM test").Step();
        }));
        await began.Task.WaitAsync(Patience);
        await reading.WaitAsync(Patience);
        Assert.False(writing.IsCompleted);
        other.Execute("COMMIT");

        await writing.WaitAsync(Patience);
    }

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_sleep")]
    private static extern int Sleep(int milliseconds);

    private SqliteDatabase Open() =>
        SqliteDatabase.Open(new SqliteDatabaseOptions { Path = _folder.DatabasePath });
}
