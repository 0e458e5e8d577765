namespace Swarm.Durable.Sqlite;

/// <summary>
/// One SQLite file with one writer. The engine's store and the embedded tables and queues share it. A write is durable
/// once its task has completed: write-ahead log, synchronous=FULL.
/// </summary>
public sealed class SqliteDatabase : IAsyncDisposable
{
    private readonly DatabaseLock _lock;
    private readonly GroupCommitter _committer;
    private readonly ReaderPool _readers;
    private bool _isClosed;

    private SqliteDatabase(SqliteDatabaseOptions options, DatabaseLock databaseLock)
    {
        Path = options.Path;
        _lock = databaseLock;
        _committer = new GroupCommitter(options, SqliteConnection.OpenWriter(options));
        _readers = new ReaderPool(options);
    }

    /// <summary>The path of the database file.</summary>
    public string Path { get; }

    /// <summary>
    /// Completes when the disk has failed under a commit: from then on each write is refused, and only opening the file
    /// again tells what was stored. A process that sees it should end.
    /// </summary>
    public Task<SqliteDatabaseFailedException> Failed => _committer.Failed;

    /// <summary>How many transactions were committed since it was opened.</summary>
    public long Commits => _committer.Commits;

    /// <summary>How many write requests those transactions held.</summary>
    public long CommittedRequests => _committer.Requests;

    /// <summary>
    /// Opens the file, or creates it, and takes the lock file beside it (the same name, ending in .lock).
    /// </summary>
    /// <param name="options">Where and how.</param>
    /// <exception cref="SqliteDatabaseLockedException">Another process has it open.</exception>
    /// <exception cref="SqliteErrorException">It cannot be opened, or is no database.</exception>
    public static SqliteDatabase Open(SqliteDatabaseOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        DatabaseLock databaseLock = DatabaseLock.Take(options.Path);
        try
        {
            return new SqliteDatabase(options, databaseLock);
        }
        catch
        {
            databaseLock.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Runs a write in the next group transaction, inside a savepoint of its own, on the committer's thread. It should
    /// be short and touch nothing but the session. The task completes when the commit is durable.
    /// </summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="write">The write. What it throws rolls back its own savepoint alone and is thrown here.</param>
    /// <param name="cancellation">Drops the write if it has not begun.</param>
    /// <exception cref="SqliteErrorException">It was not stored, for instance because the disk is full.</exception>
    /// <exception cref="SqliteDatabaseFailedException">The disk failed: the outcome is not known.</exception>
    /// <exception cref="ObjectDisposedException">The database is closed.</exception>
    public Task<T> WriteAsync<T>(Func<SqliteSession, T> write, CancellationToken cancellation = default) =>
        WriteAsync(write, 0, cancellation);

    /// <summary>
    /// As <see cref="WriteAsync{T}(Func{SqliteSession, T}, CancellationToken)"/>, for a write that may be large.
    /// </summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="write">The write.</param>
    /// <param name="sizeBytes">
    /// About how much it stores. What waits has <see cref="SqliteDatabaseOptions.MaxQueuedBytes"/> together at most.
    /// </param>
    /// <param name="cancellation">Drops the write if it has not begun.</param>
    public Task<T> WriteAsync<T>(
        Func<SqliteSession, T> write, long sizeBytes, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        return _committer.WriteAsync(write, sizeBytes, ended: null, cancellation);
    }

    /// <summary>
    /// As <see cref="WriteAsync{T}(Func{SqliteSession, T}, long, CancellationToken)"/>, for one that keeps something
    /// beside the database in step with it.
    /// </summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="write">The write.</param>
    /// <param name="sizeBytes">About how much it stores.</param>
    /// <param name="ended">
    /// Called once for each write that was taken up, on the committer's thread, in the order of the writes, after the
    /// commit and before the next group begins and the caller is told: whether the write is stored for certain. It is
    /// short and never throws.
    /// </param>
    /// <param name="cancellation">Drops the write if it has not begun.</param>
    public Task<T> WriteAsync<T>(
        Func<SqliteSession, T> write, long sizeBytes, Action<bool> ended, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        ArgumentNullException.ThrowIfNull(ended);
        return _committer.WriteAsync(write, sizeBytes, ended, cancellation);
    }

    /// <summary>
    /// As <see cref="WriteAsync{T}(Func{SqliteSession, T}, CancellationToken)"/>, without a result.
    /// </summary>
    /// <param name="write">The write.</param>
    /// <param name="cancellation">Drops the write if it has not begun.</param>
    public Task WriteAsync(Action<SqliteSession> write, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        return WriteAsync(
            session =>
            {
                write(session);
                return true;
            },
            cancellation);
    }

    /// <summary>Runs a read on a read-only connection: one snapshot of what is committed.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="read">The read; its statements are invalid when it has returned.</param>
    /// <exception cref="SqliteErrorException">SQLite refused it.</exception>
    public T Read<T>(Func<SqliteSession, T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        return _readers.Read(read, isSnapshot: true);
    }

    /// <summary>
    /// As <see cref="Read{T}"/>, for a read of one statement: that sees one snapshot without a transaction around it.
    /// Several would each see their own.
    /// </summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="read">The read; its statement is invalid when it has returned.</param>
    /// <exception cref="SqliteErrorException">SQLite refused it.</exception>
    public T ReadOnce<T>(Func<SqliteSession, T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        return _readers.Read(read, isSnapshot: false);
    }

    /// <summary>
    /// Writes a copy of all that is committed at one instant, while reads and writes go on; the log grows meanwhile. To
    /// restore it, put the copy in the place of the file while nothing has that open, and remove the files beside it
    /// that end in -wal and -shm.
    /// </summary>
    /// <param name="path">Where the copy is to be. It has that name once it is whole and on the disk.</param>
    /// <exception cref="IOException">Something is there already.</exception>
    /// <exception cref="SqliteErrorException">It cannot be written.</exception>
    public Task BackupAsync(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Task.Run(() => DatabaseBackup.Write(Path, path));
    }

    /// <summary>Creates a component's tables, once; called at start-up, before all else of the component.</summary>
    /// <param name="component">The name of the component.</param>
    /// <param name="version">The version of its schema, from 1.</param>
    /// <param name="ddl">Statements that create it, or bring an older version up to this one.</param>
    /// <exception cref="SqliteDatabaseTooNewException">The file was written by a newer version.</exception>
    public void EnsureSchema(string component, int version, string ddl)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(component);
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        WriteAsync(session => SchemaVersions.Ensure(session, component, version, _ => ddl)).GetAwaiter().GetResult();
    }

    /// <summary>Brings a component's tables up to its newest version, step by step; called as the other.</summary>
    /// <param name="component">The name of the component.</param>
    /// <param name="steps">What makes each version of the one before, from version 1.</param>
    /// <exception cref="SqliteDatabaseTooNewException">The file was written by a newer version.</exception>
    public void EnsureSchema(string component, IReadOnlyList<string> steps)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(component);
        ArgumentNullException.ThrowIfNull(steps);
        WriteAsync(session => SchemaVersions.Ensure(
            session, component, steps.Count, stored => string.Join('\n', steps.Skip(stored)))).GetAwaiter().GetResult();
    }

    /// <summary>Writes what is queued, closes the file and gives up its lock. Calling it again does nothing.</summary>
    public ValueTask DisposeAsync()
    {
        if (!_isClosed)
        {
            _isClosed = true;
            _readers.Dispose();
            _committer.Dispose();
            _lock.Dispose();
        }

        return ValueTask.CompletedTask;
    }
}
