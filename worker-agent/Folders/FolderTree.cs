namespace Swarm.WorkerAgent.Folders;

/// <summary>Removes folders that commands have filled, whatever modes they gave their files.</summary>
internal static class FolderTree
{
    private const UnixFileMode OwnerAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Removes a folder and everything in it; harmless when it is not there.</summary>
    public static void Delete(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            // Read-only folders (Go's module cache, for one) refuse to lose their entries.
            MakeWritable(folder);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void MakeWritable(string folder)
    {
        var info = new DirectoryInfo(folder);
        if (info.LinkTarget is not null)
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            foreach (var file in info.EnumerateFiles())
            {
                file.Attributes = FileAttributes.Normal;
            }
        }
        else
        {
            info.UnixFileMode |= OwnerAll;
        }

        foreach (var child in info.EnumerateDirectories())
        {
            MakeWritable(child.FullName);
        }
    }
}
