namespace Swarm.Tests.Functions.Harness;

/// <summary>A folder that lives as long as its test.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("swarm-functions-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
