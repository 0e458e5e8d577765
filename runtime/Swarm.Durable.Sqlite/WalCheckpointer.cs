namespace Swarm.Durable.Sqlite;

/// <summary>
/// Moves pages from the write-ahead log into the database file beside the committer, which otherwise stood still for as
/// long as the disk takes for thousands of them. Only the log's last pages, which came meanwhile, are left to the
/// committer: a log that is written to is never finished from outside, and only a finished one begins anew.
/// </summary>
internal sealed class WalCheckpointer : IDisposable
{
    /// <summary>How often it goes after what came while it was at work; each time that is less.</summary>
    private const int Passes = 2;

    private readonly SqliteConnection _connection;
    private readonly int _pages;
    private readonly SemaphoreSlim _wanted = new(0);
    private readonly Thread _thread;

    private long _logged;
    private volatile bool _isAtWork;
    private volatile bool _isDone;
    private volatile bool _isStopping;

    internal WalCheckpointer(SqliteDatabaseOptions options)
    {
        _connection = SqliteConnection.OpenCheckpointer(options.Path);
        _pages = options.CheckpointPages;
        _thread = new Thread(Run) { IsBackground = true, Name = "sqlite-checkpointer" };
        _thread.Start();
    }

    /// <summary>Called by the committer after each commit.</summary>
    /// <param name="committer">The connection that has committed.</param>
    internal void Note(SqliteConnection committer)
    {
        _logged += committer.TakeWrittenPages();
        if (_isAtWork || _logged < _pages)
        {
            return;
        }

        if (!_isDone)
        {
            _isAtWork = true;
            _wanted.Release();
            return;
        }

        // A reader may still need the log: then it is tried again after as many pages.
        committer.Checkpoint();
        _isDone = false;
        _logged = 0;
    }

    /// <summary>Waits for the work that is under way.</summary>
    public void Dispose()
    {
        _isStopping = true;
        _wanted.Release();
        _thread.Join();
        _connection.Dispose();
        _wanted.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            _wanted.Wait();
            if (_isStopping)
            {
                return;
            }

            for (int pass = 0; pass < Passes && !_isStopping; pass++)
            {
                _connection.Checkpoint();
            }

            _isDone = true;
            _isAtWork = false;
        }
    }
}
