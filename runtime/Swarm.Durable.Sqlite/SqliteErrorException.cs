using SQLitePCL;

namespace Swarm.Durable.Sqlite;

/// <summary>SQLite refused an operation. Nothing of the request that met it was stored.</summary>
/// <param name="message">What was tried and what SQLite says.</param>
/// <param name="resultCode">The extended result code of SQLite.</param>
public sealed class SqliteErrorException(string message, int resultCode) : Exception(message)
{
    /// <summary>The extended result code of SQLite.</summary>
    public int ResultCode { get; } = resultCode;

    /// <summary>The primary result code: the lower byte of <see cref="ResultCode"/>.</summary>
    public int PrimaryCode => ResultCode & 0xff;

    /// <summary>What the result code means to people.</summary>
    public SqliteErrorReason Reason => (PrimaryCode, ResultCode) switch
    {
        // The shared memory of the write-ahead log lies in a file, too.
        (raw.SQLITE_FULL, _) or (_, raw.SQLITE_IOERR_SHMSIZE) => SqliteErrorReason.DiskFull,
        (raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT, _) => SqliteErrorReason.NoDatabase,
        (raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM, _) => SqliteErrorReason.NotWritable,
        _ => SqliteErrorReason.Other,
    };
}
