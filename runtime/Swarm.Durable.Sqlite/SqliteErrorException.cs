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
}
