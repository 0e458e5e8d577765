namespace Swarm.Durable.Sqlite;

/// <summary>Writes copies of a database that is in use.</summary>
internal static class DatabaseBackup
{
    /// <summary>
    /// Copies what is committed at one instant. The copy gets its name once it is whole and on the disk, so a file of
    /// that name is a backup, whenever the process dies.
    /// </summary>
    internal static void Write(string source, string target)
    {
        if (File.Exists(target))
        {
            throw new IOException($"{target} is there already: a backup overwrites nothing.");
        }

        string partial = $"{target}.partial";
        File.Delete(partial);
        using (SqliteConnection connection = SqliteConnection.OpenForCopy(source))
        {
            connection.Execute($"VACUUM INTO '{partial.Replace("'", "''", StringComparison.Ordinal)}'");
        }

        using (var copy = new FileStream(partial, FileMode.Open, FileAccess.ReadWrite))
        {
            copy.Flush(flushToDisk: true);
        }

        File.Move(partial, target, overwrite: false);
    }
}
