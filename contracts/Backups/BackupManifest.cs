namespace Swarm.Contracts.Backups;

/// <summary>
/// The last entry of a backup, which is a tar archive: what lies before it. A backup without it is not whole.
/// </summary>
/// <param name="Version">The version of this layout.</param>
/// <param name="CreatedAt">When the copy of the database was made: everything is as it was then.</param>
/// <param name="DatabaseBytes">The size of the database.</param>
/// <param name="DatabaseSha256">Its hash, 64 hexadecimal digits in lower case.</param>
/// <param name="Values">How many large values lie in it, each named by its hash.</param>
public sealed record BackupManifest(
    int Version, DateTimeOffset CreatedAt, long DatabaseBytes, string DatabaseSha256, int Values)
{
    /// <summary>The version that is written, and the only one that is read.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The name of the manifest in the archive.</summary>
    public const string FileName = "manifest.json";

    /// <summary>The name of the database in the archive and in a data folder.</summary>
    public const string Database = "swarm.db";

    /// <summary>What the names of large values begin with, in the archive and in a data folder.</summary>
    public const string ValuesFolder = "content/";

    /// <summary>The keys in a data folder: of the API's administrator, and of the engine's management API.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["admin.key", "system.key"];
}
