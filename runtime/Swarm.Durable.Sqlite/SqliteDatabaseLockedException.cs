namespace Swarm.Durable.Sqlite;

/// <summary>Another process has the database open.</summary>
/// <param name="path">The path of the database.</param>
/// <param name="processId">The process that has it open; null if it could not be read.</param>
public sealed class SqliteDatabaseLockedException(string path, int? processId)
    : Exception(
        $"The database {path} is in use by process {(processId is { } id ? id.ToString() : "(unknown)")}. "
        + "Only one process may have it open: stop that one, or choose another data folder.")
{
    /// <summary>The path of the database.</summary>
    public string Path { get; } = path;

    /// <summary>The process that has it open; null if it could not be read.</summary>
    public int? ProcessId { get; } = processId;
}
