using System.Globalization;
using System.Text;

namespace Swarm.WorkerAgent.Folders;

/// <summary>Keeps a second agent off the data folder. The operating system frees it however the process ends.</summary>
internal sealed class DataFolderLock : IDisposable
{
    private readonly FileStream stream;

    private DataFolderLock(FileStream stream) => this.stream = stream;

    /// <summary>Takes the folder, until disposed of.</summary>
    /// <exception cref="DataFolderInUseException">Another process holds the folder.</exception>
    public static DataFolderLock Take(DataFolder folder)
    {
        // The pid lies beside the lock, since the locked file itself cannot be read on Windows.
        var pidFile = folder.LockFile + ".pid";
        FileStream locked;
        try
        {
            locked = new FileStream(folder.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is not DirectoryNotFoundException and not PathTooLongException)
        {
            throw new DataFolderInUseException(folder.Root, ReadPid(pidFile), e);
        }

        File.WriteAllText(pidFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture), Encoding.ASCII);
        return new DataFolderLock(locked);
    }

    public void Dispose() => stream.Dispose();

    private static int? ReadPid(string pidFile)
    {
        try
        {
            return int.TryParse(File.ReadAllText(pidFile), CultureInfo.InvariantCulture, out var pid) ? pid : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
