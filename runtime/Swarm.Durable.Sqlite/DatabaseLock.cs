using System.Globalization;

namespace Swarm.Durable.Sqlite;

/// <summary>
/// Keeps a second process away from a database. The operating system drops the lock when its process ends, however it
/// ends. The process id stands in a file of its own, because a locked file cannot be read everywhere.
/// </summary>
internal sealed class DatabaseLock : IDisposable
{
    /// <summary>What "another has it open" is called: EWOULDBLOCK of Linux and of macOS, Windows' own code.</summary>
    private static readonly int[] SharingViolationCodes = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream _file;

    private DatabaseLock(FileStream file) => _file = file;

    internal static DatabaseLock Take(string databasePath)
    {
        string lockPath = System.IO.Path.ChangeExtension(databasePath, ".lock");
        string processPath = lockPath + ".pid";
        FileStream file;
        try
        {
            file = new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (SharingViolationCodes.Contains(exception.HResult))
        {
            throw new SqliteDatabaseLockedException(databasePath, ReadProcessId(processPath));
        }

        try
        {
            File.WriteAllText(processPath, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new DatabaseLock(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose() => _file.Dispose();

    private static int? ReadProcessId(string path)
    {
        try
        {
            return int.TryParse(File.ReadAllText(path), CultureInfo.InvariantCulture, out int id) ? id : null;
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }
}
