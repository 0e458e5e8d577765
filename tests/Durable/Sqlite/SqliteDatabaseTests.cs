using System.Net.Sockets;
using Swarm.Durable.Sqlite;

namespace Swarm.Tests.Durable.Sqlite;

public sealed class SqliteDatabaseTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private readonly SqliteDatabase _database;

    public SqliteDatabaseTests()
    {
        _database = Open();
        _database.EnsureSchema("test", 1, "CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT, data BLOB)");
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_was_written_is_read_and_survives_reopening()
    {
        await _database.WriteAsync(session => Insert(session, 1, "one")).WaitAsync(Patience);

        Assert.Equal("one", _database.Read(session => NameOf(session, 1)));

        await _database.DisposeAsync();
        await using SqliteDatabase again = Open();
        again.EnsureSchema("test", 1, "CREATE TABLE item (id INTEGER PRIMARY KEY)");
        Assert.Equal("one", again.Read(session => NameOf(session, 1)));
    }

    [Fact]
    public async Task Requests_that_wait_together_share_one_commit()
    {
        using var gate = new ManualResetEventSlim();
        using var started = new ManualResetEventSlim();
        Task first = _database.WriteAsync(
            _ =>
            {
                started.Set();
                gate.Wait(Patience);
            });
        Assert.True(started.Wait(Patience));
        long before = _database.Commits;

        Task[] rest = [.. Enumerable.Range(1, 20).Select(id => _database.WriteAsync(s => Insert(s, id, "x")))];
        gate.Set();
        await Task.WhenAll([first, .. rest]).WaitAsync(Patience);

        Assert.Equal(2, _database.Commits - before);
        Assert.Equal(20, _database.Read(CountItems));
    }

    [Fact]
    public async Task A_failing_request_does_not_hurt_its_neighbours()
    {
        using var gate = new ManualResetEventSlim();
        Task first = _database.WriteAsync(_ => gate.Wait(Patience));
        Task before = _database.WriteAsync(session => Insert(session, 1, "before"));
        Task failing = _database.WriteAsync(session =>
        {
            Insert(session, 2, "half");
            Insert(session, 1, "twice");
        });
        Task throwing = _database.WriteAsync(session =>
        {
            Insert(session, 3, "half");
            throw new InvalidOperationException("on purpose");
        });
        Task after = _database.WriteAsync(session => Insert(session, 4, "after"));

        gate.Set();
        await Task.WhenAll(first, before, after).WaitAsync(Patience);

        SqliteErrorException error = await Assert.ThrowsAsync<SqliteErrorException>(() => failing);
        Assert.Equal(19, error.PrimaryCode);
        await Assert.ThrowsAsync<InvalidOperationException>(() => throwing);
        Assert.Equal(2, _database.Read(CountItems));
        Assert.Equal("before", _database.Read(session => NameOf(session, 1)));
        Assert.Equal("after", _database.Read(session => NameOf(session, 4)));
    }

    [Fact]
    public async Task A_request_that_was_cancelled_before_its_turn_is_dropped()
    {
        using var gate = new ManualResetEventSlim();
        using var cancellation = new CancellationTokenSource();
        Task first = _database.WriteAsync(_ => gate.Wait(Patience));
        Task dropped = _database.WriteAsync(session => Insert(session, 1, "x"), cancellation.Token);

        await cancellation.CancelAsync();
        gate.Set();
        await first.WaitAsync(Patience);

        await Assert.ThrowsAsync<TaskCanceledException>(() => dropped.WaitAsync(Patience));
        Assert.Equal(0, _database.Read(CountItems));
    }

    [Fact]
    public void A_second_opening_is_refused_and_names_path_and_process()
    {
        SqliteDatabaseLockedException error = Assert.Throws<SqliteDatabaseLockedException>(Open);

        Assert.Equal(_folder.DatabasePath, error.Path);
        Assert.Equal(Environment.ProcessId, error.ProcessId);
        Assert.Contains(_folder.DatabasePath, error.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// On a disk that had become read-only, the process of an earlier start was blamed. A socket cannot be opened as a
    /// file either, on every system and by every user.
    /// </summary>
    [Fact]
    public void A_lock_that_cannot_be_opened_is_not_blamed_on_another_process()
    {
        using var folder = new TemporaryFolder();
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.ChangeExtension(folder.DatabasePath, ".lock")));

        Assert.ThrowsAny<IOException>(
            () => SqliteDatabase.Open(new SqliteDatabaseOptions { Path = folder.DatabasePath }));
    }

    [Fact]
    public async Task The_lock_is_free_after_closing()
    {
        await _database.DisposeAsync();

        await using SqliteDatabase again = Open();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => _database.WriteAsync(_ => { }));
    }

    [Fact]
    public async Task A_full_disk_fails_the_request_clearly_and_room_lets_it_pass_again()
    {
        await _database.WriteAsync(session => session.ExecuteScript("PRAGMA max_page_count = 10"));

        SqliteErrorException error = await Assert.ThrowsAsync<SqliteErrorException>(() =>
            _database.WriteAsync(session => InsertBytes(session, 1, new byte[200_000])).WaitAsync(Patience));

        Assert.Equal(13, error.PrimaryCode);
        Assert.Contains("full", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, _database.Read(CountItems));

        await _database.WriteAsync(session => session.ExecuteScript("PRAGMA max_page_count = 100000"));
        await _database.WriteAsync(session => InsertBytes(session, 1, new byte[200_000])).WaitAsync(Patience);
        Assert.Equal(1, _database.Read(CountItems));
    }

    [Fact]
    public void A_file_of_a_newer_version_is_refused()
    {
        _database.EnsureSchema("other", 2, "CREATE TABLE other (id INTEGER)");

        SqliteDatabaseTooNewException error = Assert.Throws<SqliteDatabaseTooNewException>(
            () => _database.EnsureSchema("other", 1, "CREATE TABLE other (id INTEGER)"));

        Assert.Equal(_folder.DatabasePath, error.Path);
        Assert.Contains("newer", error.Message, StringComparison.Ordinal);
        Assert.Contains("version 2 of 'other'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_of_every_kind_come_back_as_they_were()
    {
        const string Sql = "SELECT ?1, ?2, ?3, ?4, ?5, ?6";
        string read = _database.Read(session =>
        {
            SqliteStatement statement = session.Prepare(Sql)
                .Bind(1, long.MinValue).Bind(2, 0.5).Bind(3, "grün").Bind(4, [1, 2, 0]).Bind(5, []).BindNull(6);
            Assert.True(statement.Step());
            return string.Join(
                '|',
                statement.GetInt64(0),
                statement.GetDouble(1),
                statement.GetString(2),
                Convert.ToHexString(statement.GetBytes(3)),
                statement.GetBytes(4).Length,
                statement.IsNull(4),
                statement.IsNull(5),
                statement.GetStringOrNull(5) ?? "null");
        });

        Assert.Equal("-9223372036854775808|0.5|grün|010200|0|False|True|null", read);
    }

    private static void Insert(SqliteSession session, int id, string name) =>
        session.Prepare("INSERT INTO item (id, name) VALUES (?1, ?2)").Bind(1, id).Bind(2, name).Execute();

    private static void InsertBytes(SqliteSession session, int id, byte[] data) =>
        session.Prepare("INSERT INTO item (id, data) VALUES (?1, ?2)").Bind(1, id).Bind(2, data).Execute();

    private static string? NameOf(SqliteSession session, int id)
    {
        SqliteStatement select = session.Prepare("SELECT name FROM item WHERE id = ?1").Bind(1, id);
        return select.Step() ? select.GetStringOrNull(0) : null;
    }

    private static int CountItems(SqliteSession session)
    {
        SqliteStatement select = session.Prepare("SELECT count(*) FROM item");
        Assert.True(select.Step());
        return select.GetInt32(0);
    }

    private SqliteDatabase Open() => SqliteDatabase.Open(new SqliteDatabaseOptions { Path = _folder.DatabasePath });
}
