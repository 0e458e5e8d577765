using System.Collections.Concurrent;

namespace Swarm.Durable.Sqlite;

/// <summary>Read-only connections, opened when needed and kept. Each read sees one snapshot.</summary>
internal sealed class ReaderPool : IDisposable
{
    private readonly string _path;
    private readonly int _maxReaders;
    private readonly SemaphoreSlim _free;
    private readonly ConcurrentBag<SqliteSession> _idle = [];

    internal ReaderPool(SqliteDatabaseOptions options)
    {
        _path = options.Path;
        _maxReaders = options.MaxReaders;
        _free = new SemaphoreSlim(_maxReaders);
    }

    internal T Read<T>(Func<SqliteSession, T> read, bool isSnapshot)
    {
        _free.Wait();
        try
        {
            SqliteSession session = _idle.TryTake(out SqliteSession? idle)
                ? idle
                : new SqliteSession(SqliteConnection.OpenReader(_path));
            try
            {
                return isSnapshot ? ReadSnapshot(session, read) : ReadOnce(session, read);
            }
            finally
            {
                _idle.Add(session);
            }
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose()
    {
        // Waits for the readers that are under way.
        for (int i = 0; i < _maxReaders; i++)
        {
            _free.Wait();
        }

        while (_idle.TryTake(out SqliteSession? session))
        {
            session.Close();
        }

        _free.Dispose();
    }

    private static T ReadOnce<T>(SqliteSession session, Func<SqliteSession, T> read)
    {
        try
        {
            return read(session);
        }
        finally
        {
            session.EndRequest();
        }
    }

    private static T ReadSnapshot<T>(SqliteSession session, Func<SqliteSession, T> read)
    {
        session.Prepare("BEGIN").Execute();
        try
        {
            return read(session);
        }
        finally
        {
            session.EndRequest();
            if (!session.IsOutsideTransaction)
            {
                session.Prepare("COMMIT").Execute();
                session.EndRequest();
            }
        }
    }
}
