using Swarm.Durable.Sqlite;

namespace Swarm.Tests.Durable.Sqlite;

/// <summary>What is committed moves from the write-ahead log into the database while more is written.</summary>
public sealed class CheckpointTests : IAsyncDisposable
{
    private const int SaltOffset = 16;

    /// <summary>In bytes; more than the pages after which the log is to be moved.</summary>
    private const int LogLength = 200_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly SqliteDatabase _database;

    public CheckpointTests()
    {
        _database = SqliteDatabase.Open(
            new SqliteDatabaseOptions { Path = _folder.DatabasePath, CheckpointPages = 20 });
        _database.EnsureSchema("test", 1, "CREATE TABLE test (id INTEGER PRIMARY KEY, body BLOB NOT NULL);");
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_log_begins_anew_although_it_is_written_to_all_the_time()
    {
        using var patience = new CancellationTokenSource(Patience);
        await WriteAsync();
        var first = ReadSalt();
        var written = 1;
        for (var begins = 0; begins < 3; written++)
        {
            patience.Token.ThrowIfCancellationRequested();
            await WriteAsync();
            var salt = ReadSalt();
            begins += salt == first ? 0 : 1;
            first = salt;
        }

        Assert.Equal(written, Count());
        await _database.DisposeAsync();
        await using var again = SqliteDatabase.Open(new SqliteDatabaseOptions { Path = _folder.DatabasePath });
        Assert.Equal(written, again.Read(CountIn));
    }

    [Fact]
    public async Task Pages_move_into_the_database_although_the_committer_rests()
    {
        var grown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new FileSystemWatcher(
            Path.GetDirectoryName(_folder.DatabasePath)!, Path.GetFileName(_folder.DatabasePath));
        watcher.Changed += (_, _) => SetIfGrown();
        watcher.EnableRaisingEvents = true;
        await WriteAsync(length: LogLength);
        SetIfGrown();
        await grown.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);

        void SetIfGrown()
        {
            if (new FileInfo(_folder.DatabasePath).Length > LogLength)
            {
                grown.TrySetResult();
            }
        }
    }

    private Task WriteAsync(int length = 8_000) => _database.WriteAsync(session =>
    {
        session.Prepare($"INSERT INTO test (body) VALUES (zeroblob({length}))").Execute();
    });

    private long Count() => _database.Read(CountIn);

    private static long CountIn(SqliteSession session)
    {
        var statement = session.Prepare("SELECT COUNT(*) FROM test");
        statement.Step();
        return statement.GetInt64(0);
    }

    /// <summary>What SQLite writes into the head of the log each time that it begins anew.</summary>
    private long ReadSalt()
    {
        using var log = new FileStream(
            _folder.DatabasePath + "-wal", FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        log.Position = SaltOffset;
        var salt = new byte[sizeof(long)];
        log.ReadExactly(salt);
        return BitConverter.ToInt64(salt);
    }
}
