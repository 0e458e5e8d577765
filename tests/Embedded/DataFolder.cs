namespace Swarm.Tests.Embedded;

/// <summary>A data folder of a test's own, gone after it.</summary>
internal sealed class DataFolder : IDisposable
{
    public DataFolder() => Directory.CreateDirectory(Path);

    public string Path { get; } =
        System.IO.Path.Combine(System.IO.Path.GetTempPath(), "swarm-embedded-" + Guid.NewGuid().ToString("N"));

    public string DatabasePath => System.IO.Path.Combine(Path, "swarm.db");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
