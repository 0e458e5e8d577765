using SQLitePCL;
using Swarm.Durable.Sqlite.Native;

namespace Swarm.Durable.Sqlite;

/// <summary>An open connection: opening it, its settings, and errors with their message.</summary>
internal sealed class SqliteConnection : IDisposable
{
    static SqliteConnection()
    {
        Batteries_V2.Init();

        // It would count each piece of memory under a lock that all threads share, and nobody asks for the sum.
        raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
        FineWaits.Install();
    }

    private SqliteConnection(sqlite3 handle, string path)
    {
        Handle = handle;
        Path = path;
    }

    internal sqlite3 Handle { get; }

    internal string Path { get; }

    /// <summary>Whether no transaction is open. SQLite ends one by itself on some errors.</summary>
    internal bool IsOutsideTransaction => raw.sqlite3_get_autocommit(Handle) != 0;

    internal static SqliteConnection OpenWriter(SqliteDatabaseOptions options)
    {
        SqliteConnection connection = Open(options.Path, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);
        connection.DemandWritable();
        connection.Configure(
            "PRAGMA journal_mode = WAL",
            "PRAGMA synchronous = FULL",
            "PRAGMA wal_autocheckpoint = 0",
            "PRAGMA cache_size = -8192");
        return connection;
    }

    internal static SqliteConnection OpenCheckpointer(string path)
    {
        SqliteConnection connection = Open(path, raw.SQLITE_OPEN_READWRITE);
        connection.Configure("PRAGMA synchronous = FULL", "PRAGMA wal_autocheckpoint = 0", "PRAGMA cache_size = -256");
        return connection;
    }

    internal static SqliteConnection OpenReader(string path)
    {
        SqliteConnection connection = Open(path, raw.SQLITE_OPEN_READONLY);
        connection.Configure("PRAGMA query_only = ON", "PRAGMA cache_size = -2048");
        return connection;
    }

    /// <summary>A connection that writes nothing to the file, and may write another.</summary>
    internal static SqliteConnection OpenForCopy(string path)
    {
        SqliteConnection connection = Open(path, raw.SQLITE_OPEN_READONLY);
        connection.Configure();
        return connection;
    }

    public void Dispose() => Handle.Dispose();

    internal void Execute(string sql) => Check(raw.sqlite3_exec(Handle, sql), sql);

    /// <summary>
    /// Moves as much of the write-ahead log into the database as can be without waiting for anybody. That it fails is
    /// no failure of a write: the log keeps what is in it, and the next attempt, or the next start, moves it.
    /// </summary>
    internal void Checkpoint() =>
        raw.sqlite3_wal_checkpoint_v2(Handle, null, raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _);

    /// <summary>How many pages this connection has written since it was asked last.</summary>
    internal int TakeWrittenPages()
    {
        raw.sqlite3_db_status(Handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out int pages, out _, 1);
        return pages;
    }

    internal void Check(int resultCode, string action)
    {
        if (resultCode is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            throw Error(action);
        }
    }

    internal SqliteErrorException Error(string action)
    {
        int code = raw.sqlite3_extended_errcode(Handle);
        string message = raw.sqlite3_errmsg(Handle).utf8_to_string();
        return new SqliteErrorException($"{action} failed on {Path}: {message} (SQLite {code}).", code);
    }

    private static SqliteConnection Open(string path, int flags)
    {
        // Each connection is used by one thread at a time, so SQLite need not lock for itself.
        int code = raw.sqlite3_open_v2(path, out sqlite3 handle, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        var connection = new SqliteConnection(handle, path);
        if (code != raw.SQLITE_OK)
        {
            SqliteErrorException error = connection.Error("Opening the database");
            connection.Dispose();
            throw error;
        }

        return connection;
    }

    /// <summary>A file that may not be written is opened all the same; only a later write would tell.</summary>
    private void DemandWritable()
    {
        if (raw.sqlite3_db_readonly(Handle, "main") == 1)
        {
            Dispose();
            throw new SqliteErrorException($"The database {Path} is read-only.", raw.SQLITE_READONLY);
        }
    }

    private void Configure(params ReadOnlySpan<string> pragmas)
    {
        try
        {
            FineWaits.WaitForLocks(Handle);
            Execute("PRAGMA temp_store = MEMORY");
            foreach (string pragma in pragmas)
            {
                Execute(pragma);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }
}
