namespace Swarm.Tests.Embedded;

/// <summary>A data folder of a test's own, gone after it.</summary>
internal sealed class DataFolder : IDisposable
{
    public DataFolder() => Directory.CreateDirectory(Path);

    public string Path { get; } =
        System.IO.Path.Combine(System.IO.Path.GetTempPath(), "swarm-embedded-" + Guid.NewGuid().ToString("N"));

    public string DatabasePath => System.IO.Path.Combine(Path, "swarm.db");

    /// <summary>
    /// The database as it lies on disk this moment, while it is still open: what a process killed now leaves behind.
    /// </summary>
    public DataFolder AfterKill()
    {
        var copy = new DataFolder();
        File.Copy(DatabasePath, copy.DatabasePath);
        File.Copy(DatabasePath + "-wal", copy.DatabasePath + "-wal");
        return copy;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
