using System.Text.RegularExpressions;

namespace Swarm.Contracts.Backups;

/// <summary>The names of entries that a backup may have; whoever restores one refuses every other.</summary>
public static partial class BackupEntries
{
    /// <summary>Whether so a large value is named: two folders by the beginning of its hash, and the hash.</summary>
    public static bool IsValue(string name) => ValueName().IsMatch(name);

    /// <summary>The hash that a value's name tells.</summary>
    public static string HashOf(string name) => name[^64..];

    /// <summary>Whether an entry of this name belongs into a data folder.</summary>
    public static bool IsKnown(string name) =>
        name == BackupManifest.Database || BackupManifest.Keys.Contains(name) || IsValue(name);

    [GeneratedRegex(
        "^content/(?<first>[0-9a-f]{2})/(?<second>[0-9a-f]{2})/\\k<first>\\k<second>[0-9a-f]{60}\\z",
        RegexOptions.ExplicitCapture,
        1_000)]
    private static partial Regex ValueName();
}
