namespace Swarm.Durable.Sqlite;

/// <summary>A newer version of the program has written the database; nothing was changed in it.</summary>
/// <param name="path">The path of the database.</param>
/// <param name="component">The component whose tables are too new.</param>
/// <param name="storedVersion">The version of its schema that the database holds.</param>
/// <param name="knownVersion">The latest version that this program knows.</param>
public sealed class SqliteDatabaseTooNewException(string path, string component, int storedVersion, int knownVersion)
    : Exception(
        $"The database {path} was written by a newer version of Swarm: it holds version {storedVersion} of "
        + $"'{component}', and this one knows versions up to {knownVersion}.")
{
    /// <summary>The path of the database.</summary>
    public string Path { get; } = path;

    /// <summary>The component whose tables are too new.</summary>
    public string Component { get; } = component;

    /// <summary>The version of its schema that the database holds.</summary>
    public int StoredVersion { get; } = storedVersion;

    /// <summary>The latest version that this program knows.</summary>
    public int KnownVersion { get; } = knownVersion;
}
