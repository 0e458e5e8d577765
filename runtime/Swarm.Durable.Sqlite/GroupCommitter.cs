using System.Threading.Channels;
using SQLitePCL;

namespace Swarm.Durable.Sqlite;

/// <summary>
/// The one writer of a database. Its thread takes whatever requests are ready, runs each in a savepoint of its own
/// inside one transaction, commits, and only then tells the callers. While one commit waits for the disk the next group
/// gathers, so throughput grows with load and a lone request waits for one commit only.
/// </summary>
internal sealed class GroupCommitter : IDisposable
{
    private readonly SqliteSession _session;
    private readonly WalCheckpointer _checkpointer;
    private readonly Channel<WriteRequest> _queue;
    private readonly LargeWriteGate _largeWrites;
    private readonly string _path;
    private readonly int _maxPerCommit;
    private readonly List<WriteRequest> _group = [];
    private readonly Thread _thread;
    private readonly TaskCompletionSource<SqliteDatabaseFailedException> _failed =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private long _commits;
    private long _requests;

    internal GroupCommitter(SqliteDatabaseOptions options, SqliteConnection connection)
    {
        _session = new SqliteSession(connection);
        _checkpointer = new WalCheckpointer(options);
        _path = options.Path;
        _maxPerCommit = options.MaxWritesPerCommit;
        _largeWrites = new LargeWriteGate(options.MaxQueuedBytes);
        _queue = Channel.CreateBounded<WriteRequest>(new BoundedChannelOptions(options.MaxQueuedWrites)
        {
            SingleReader = true,
            FullMode = BoundedChannelFullMode.Wait,
        });
        _thread = new Thread(Run) { IsBackground = true, Name = "sqlite-committer" };
        _thread.Start();
    }

    /// <summary>Ends when nothing more is written; never before.</summary>
    internal Task<SqliteDatabaseFailedException> Failed => _failed.Task;

    /// <summary>How many transactions were committed.</summary>
    internal long Commits => Interlocked.Read(ref _commits);

    /// <summary>How many requests they held.</summary>
    internal long Requests => Interlocked.Read(ref _requests);

    internal Task<T> WriteAsync<T>(
        Func<SqliteSession, T> write, long sizeBytes, Action<bool>? ended, CancellationToken cancellation)
    {
        var request = new WriteRequest<T>(write, _largeWrites.PlacesOf(sizeBytes), ended, cancellation);
        return request.Places == 0 && _queue.Writer.TryWrite(request) ? request.Told : EnqueueAsync(request);
    }

    /// <summary>Lets the requests that are queued come to their end, then closes the connection.</summary>
    public void Dispose()
    {
        _queue.Writer.TryComplete();
        _thread.Join();
        _checkpointer.Dispose();
        _session.Close();
    }

    private async Task<T> EnqueueAsync<T>(WriteRequest<T> request)
    {
        if (request.Places > 0)
        {
            await _largeWrites.EnterAsync(request.Places, request.Cancellation);
        }

        try
        {
            await _queue.Writer.WriteAsync(request, request.Cancellation);
        }
        catch (ChannelClosedException)
        {
            _largeWrites.Leave(request.Places);
            throw new ObjectDisposedException($"The database {_path} is closed.", innerException: null);
        }
        catch (OperationCanceledException)
        {
            _largeWrites.Leave(request.Places);
            throw;
        }

        return await request.Told;
    }

    private void Run()
    {
        ChannelReader<WriteRequest> reader = _queue.Reader;
        while (reader.TryPeek(out _) || reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (_group.Count < _maxPerCommit && reader.TryRead(out WriteRequest? request))
            {
                _group.Add(request);
            }

            try
            {
                CommitGroup();
            }
            catch (Exception failure)
            {
                // Whatever went wrong, nothing of the group was stored; every caller is told, and the next group is
                // tried, because the disk may have room again.
                RollBack();
                FailGroup(failure);
            }

            foreach (WriteRequest request in _group)
            {
                request.Tell();
                _largeWrites.Leave(request.Places);
            }

            _group.Clear();

            // After the callers were told: they need not wait for it.
            _checkpointer.Note(_session.Connection);
        }
    }

    private void CommitGroup()
    {
        if (_failed.Task.IsCompleted)
        {
            throw _failed.Task.Result;
        }

        long begin = CommitMetrics.Begin();
        Execute("BEGIN IMMEDIATE");
        foreach (WriteRequest request in _group)
        {
            RunInSavepoint(request);
        }

        Commit();
        Interlocked.Increment(ref _commits);
        Interlocked.Add(ref _requests, _group.Count);
        CommitMetrics.End(begin, _group.Count);
    }

    private void RunInSavepoint(WriteRequest request)
    {
        if (request.Cancellation.IsCancellationRequested)
        {
            request.Failure = new OperationCanceledException(request.Cancellation);
            return;
        }

        Execute("SAVEPOINT request");
        try
        {
            request.Write(_session);
        }
        catch (Exception failure)
        {
            _session.EndRequest();

            // On a full disk and the like SQLite ends the whole transaction: then the group fails, not this one alone.
            if (_session.IsOutsideTransaction)
            {
                throw;
            }

            request.Failure = failure;
            Execute("ROLLBACK TO request");
        }

        _session.EndRequest();
        Execute("RELEASE request");
    }

    private void Commit()
    {
        try
        {
            Execute("COMMIT");
        }
        catch (SqliteErrorException failure) when (failure.PrimaryCode == raw.SQLITE_IOERR)
        {
            // The commit may have reached the disk or not. To go on would be to guess, so nothing more is written.
            SqliteDatabaseFailedException failed = new SqliteDatabaseFailedException(_path, failure);
            _failed.TrySetResult(failed);
            throw failed;
        }
    }

    private void Execute(string sql) => _session.Prepare(sql).Execute();

    private void RollBack()
    {
        _session.EndRequest();
        if (_session.IsOutsideTransaction)
        {
            return;
        }

        try
        {
            Execute("ROLLBACK");
        }
        catch (SqliteErrorException failure)
        {
            // A transaction that can be neither committed nor rolled back leaves the connection in no known state.
            _failed.TrySetResult(new SqliteDatabaseFailedException(_path, failure));
        }
    }

    private void FailGroup(Exception failure)
    {
        foreach (WriteRequest request in _group)
        {
            request.Failure ??= failure;
        }
    }
}
