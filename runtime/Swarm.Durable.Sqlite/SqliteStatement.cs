using SQLitePCL;

namespace Swarm.Durable.Sqlite;

/// <summary>
/// A prepared statement. It belongs to its session and is valid until the request ends; parameters count from 1,
/// columns from 0. Bindings stay until they are bound anew, also across <see cref="Execute"/>.
/// </summary>
public sealed class SqliteStatement
{
    private readonly SqliteConnection _connection;
    private readonly sqlite3_stmt _handle;

    // Whether it stands on a row; else it is ready to run again already.
    private bool _isOnRow;

    internal SqliteStatement(SqliteConnection connection, string sql)
    {
        _connection = connection;
        Sql = sql;
        int code = raw.sqlite3_prepare_v2(connection.Handle, sql, out _handle);
        connection.Check(code, $"Preparing '{sql}'");
    }

    /// <summary>The text of the statement.</summary>
    public string Sql { get; }

    internal bool IsInUse { get; set; }

    /// <summary>Binds an integer.</summary>
    /// <param name="index">The parameter, from 1.</param>
    /// <param name="value">The value.</param>
    public SqliteStatement Bind(int index, long value) => Bound(raw.sqlite3_bind_int64(_handle, index, value));

    /// <summary>Binds an integer or null.</summary>
    /// <param name="index">The parameter, from 1.</param>
    /// <param name="value">The value.</param>
    public SqliteStatement Bind(int index, long? value) => value is { } number ? Bind(index, number) : BindNull(index);

    /// <summary>Binds a floating-point number.</summary>
    /// <param name="index">The parameter, from 1.</param>
    /// <param name="value">The value.</param>
    public SqliteStatement Bind(int index, double value) => Bound(raw.sqlite3_bind_double(_handle, index, value));

    /// <summary>Binds text; null binds null.</summary>
    /// <param name="index">The parameter, from 1.</param>
    /// <param name="value">The value.</param>
    public SqliteStatement Bind(int index, string? value) =>
        value is null ? BindNull(index) : Bound(raw.sqlite3_bind_text(_handle, index, value));

    /// <summary>Binds bytes; an empty span binds an empty blob.</summary>
    /// <param name="index">The parameter, from 1.</param>
    /// <param name="value">The value.</param>
    public SqliteStatement Bind(int index, ReadOnlySpan<byte> value) => Bound(value.IsEmpty
        ? raw.sqlite3_bind_zeroblob(_handle, index, 0)
        : raw.sqlite3_bind_blob(_handle, index, value));

    /// <summary>Binds null.</summary>
    /// <param name="index">The parameter, from 1.</param>
    public SqliteStatement BindNull(int index) => Bound(raw.sqlite3_bind_null(_handle, index));

    /// <summary>Runs the statement to its end and makes it ready for the next use.</summary>
    /// <returns>How many rows it changed.</returns>
    /// <exception cref="SqliteErrorException">SQLite refused it.</exception>
    public int Execute()
    {
        while (Step())
        {
            // Rows of a statement that is run for its effect are of no interest.
        }

        return raw.sqlite3_changes(_connection.Handle);
    }

    /// <summary>Goes to the next row.</summary>
    /// <returns>False, and ready for the next use, when there is none.</returns>
    /// <exception cref="SqliteErrorException">SQLite refused it.</exception>
    public bool Step()
    {
        int code = raw.sqlite3_step(_handle);
        _isOnRow = code == raw.SQLITE_ROW;
        if (_isOnRow)
        {
            return true;
        }

        if (code == raw.SQLITE_DONE)
        {
            raw.sqlite3_reset(_handle);
            return false;
        }

        SqliteErrorException error = _connection.Error($"Running '{Sql}'");
        raw.sqlite3_reset(_handle);
        throw error;
    }

    /// <summary>Reads all rows that are left.</summary>
    /// <typeparam name="T">What a row becomes.</typeparam>
    /// <param name="read">Reads the row that the statement stands on.</param>
    /// <exception cref="SqliteErrorException">SQLite refused it.</exception>
    public List<T> ReadAll<T>(Func<SqliteStatement, T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        var rows = new List<T>();
        while (Step())
        {
            rows.Add(read(this));
        }

        return rows;
    }

    /// <summary>Makes the statement ready to run again from its start.</summary>
    public void Reset()
    {
        if (_isOnRow)
        {
            raw.sqlite3_reset(_handle);
            _isOnRow = false;
        }
    }

    /// <summary>Whether the column of this row is null.</summary>
    /// <param name="column">The column, from 0.</param>
    public bool IsNull(int column) => raw.sqlite3_column_type(_handle, column) == raw.SQLITE_NULL;

    /// <summary>The column as an integer; 0 for null.</summary>
    /// <param name="column">The column, from 0.</param>
    public long GetInt64(int column) => raw.sqlite3_column_int64(_handle, column);

    /// <summary>The column as an integer; 0 for null.</summary>
    /// <param name="column">The column, from 0.</param>
    public int GetInt32(int column) => raw.sqlite3_column_int(_handle, column);

    /// <summary>The column as a floating-point number; 0 for null.</summary>
    /// <param name="column">The column, from 0.</param>
    public double GetDouble(int column) => raw.sqlite3_column_double(_handle, column);

    /// <summary>The column as text.</summary>
    /// <param name="column">The column, from 0.</param>
    public string GetString(int column) => raw.sqlite3_column_text(_handle, column).utf8_to_string() ?? string.Empty;

    /// <summary>The column as text or null.</summary>
    /// <param name="column">The column, from 0.</param>
    public string? GetStringOrNull(int column) => IsNull(column) ? null : GetString(column);

    /// <summary>The column's bytes as a copy; empty for null.</summary>
    /// <param name="column">The column, from 0.</param>
    public byte[] GetBytes(int column) => raw.sqlite3_column_blob(_handle, column).ToArray();

    /// <summary>The column's bytes where they lie, until the next step; empty for null.</summary>
    /// <param name="column">The column, from 0.</param>
    public ReadOnlySpan<byte> GetSpan(int column) => raw.sqlite3_column_blob(_handle, column);

    internal void Dispose() => _handle.Dispose();

    private SqliteStatement Bound(int code)
    {
        // The words are made only when they are needed: this runs hundreds of times for each piece of work.
        if (code != raw.SQLITE_OK)
        {
            throw _connection.Error($"Binding a parameter of '{Sql}'");
        }

        return this;
    }
}
