using Swarm.Cli.Local;

namespace Swarm.Cli.Demos;

/// <summary>
/// Where one demo lives: outside the clone, made fresh each time. What an earlier demo left is removed, unless it was
/// to be kept or still runs (it holds a lock, which its death releases).
/// </summary>
internal sealed class DemoFolder : IDisposable
{
    private const string KeptMark = "kept";
    private const string LockName = "demo.lock";
    private readonly FileStream ownLock;

    private DemoFolder(string path, FileStream ownLock)
    {
        Path = path;
        this.ownLock = ownLock;
    }

    public string Path { get; }

    public string Repository => System.IO.Path.Combine(Path, "repository");

    public DataFolder Data => new(System.IO.Path.Combine(Path, "data"));

    public static DemoFolder Create(Func<string, string?> environment, DateTimeOffset now, bool keep)
    {
        var root = System.IO.Path.Combine(DataFolder.StateRoot(environment), "demo");
        try
        {
            Directory.CreateDirectory(root);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A home that cannot be written to is no reason not to show what we can do.
            root = Directory.CreateTempSubdirectory("swarm-demo-").FullName;
        }

        RemoveEarlier(root);
        var path = System.IO.Path.Combine(root, $"{now:yyyyMMdd-HHmmss}-{Environment.ProcessId}");
        Directory.CreateDirectory(path);
        var held = TryLock(path) ?? throw CliException.CannotStart($"The folder {path} is in use.");
        if (keep)
        {
            File.WriteAllText(System.IO.Path.Combine(path, KeptMark), "");
        }

        return new DemoFolder(path, held);
    }

    /// <summary>Removes what the processes kept for themselves; the repository stays for the user to look at.</summary>
    public void RemoveProcessData() => TryDelete(Data.Path);

    public void Dispose() => ownLock.Dispose();

    private static void RemoveEarlier(string root)
    {
        foreach (var folder in Directory.EnumerateDirectories(root))
        {
            if (File.Exists(System.IO.Path.Combine(folder, KeptMark)))
            {
                continue;
            }

            using (var taken = TryLock(folder))
            {
                if (taken is null)
                {
                    continue;
                }
            }

            TryDelete(folder);
        }
    }

    private static FileStream? TryLock(string folder)
    {
        try
        {
            return new FileStream(
                System.IO.Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static void TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next demo tries again; left-over files harm nobody.
        }
    }
}
