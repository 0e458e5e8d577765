namespace Swarm.Durable.Sqlite;

/// <summary>One connection with its prepared statements. Used by one request at a time.</summary>
public sealed class SqliteSession
{
    internal const int MaxCachedStatements = 256;

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteStatement> _cache = [];
    private readonly List<SqliteStatement> _used = [];

    internal SqliteSession(SqliteConnection connection) => _connection = connection;

    internal string Path => _connection.Path;

    internal SqliteConnection Connection => _connection;

    internal bool IsOutsideTransaction => _connection.IsOutsideTransaction;

    /// <summary>
    /// Prepares a statement, or takes it from the cache, ready to bind and run. The same text gives the same statement:
    /// finish with one before preparing it again.
    /// </summary>
    /// <param name="sql">One statement of SQL.</param>
    /// <exception cref="SqliteErrorException">The text is wrong.</exception>
    public SqliteStatement Prepare(string sql)
    {
        if (!_cache.TryGetValue(sql, out SqliteStatement? statement))
        {
            statement = new SqliteStatement(_connection, sql);
            _cache.Add(sql, statement);
        }

        if (statement.IsInUse)
        {
            statement.Reset();
        }
        else
        {
            statement.IsInUse = true;
            _used.Add(statement);
        }

        return statement;
    }

    /// <summary>Runs statements without parameters, separated by semicolons.</summary>
    /// <param name="sql">The statements.</param>
    /// <exception cref="SqliteErrorException">SQLite refused one.</exception>
    public void ExecuteScript(string sql) => _connection.Execute(sql);

    /// <summary>Resets what the request used, so that nothing of it stays open.</summary>
    internal void EndRequest()
    {
        foreach (SqliteStatement statement in _used)
        {
            statement.Reset();
            statement.IsInUse = false;
        }

        _used.Clear();
        if (_cache.Count > MaxCachedStatements)
        {
            DropStatements();
        }
    }

    internal void Close()
    {
        DropStatements();
        _connection.Dispose();
    }

    private void DropStatements()
    {
        foreach (SqliteStatement statement in _cache.Values)
        {
            statement.Dispose();
        }

        _cache.Clear();
    }
}
