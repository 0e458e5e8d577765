namespace Swarm.Tests.Durable.Sqlite;

/// <summary>A folder of a test's own, removed at its end.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Path = Directory.CreateTempSubdirectory("swarm-durable-").FullName;

    public string Path { get; }

    public string DatabasePath => System.IO.Path.Combine(Path, "swarm.db");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
