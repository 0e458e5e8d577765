namespace Swarm.Durable.Sqlite;

/// <summary>
/// The outcome of a commit is not known, because the disk failed while it was made durable. The database takes no
/// further writes: only opening it again tells what was stored.
/// </summary>
/// <param name="path">The path of the database.</param>
/// <param name="cause">What SQLite said.</param>
public sealed class SqliteDatabaseFailedException(string path, Exception cause)
    : Exception(
        $"The disk failed while a commit to {path} was made durable, so its outcome is unknown and nothing more is "
        + $"written: check the disk and start again. SQLite said: {cause.Message}",
        cause)
{
    /// <summary>The path of the database.</summary>
    public string Path { get; } = path;
}
