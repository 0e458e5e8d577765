namespace Swarm.Tests.Cli.Servers;

/// <summary>A file of its own, gone after the test.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("swarm-test-");

    public TemporaryFile(string text)
    {
        Path = System.IO.Path.Combine(folder.FullName, "flow.yaml");
        File.WriteAllText(Path, text);
    }

    public string Path { get; }

    public string Folder => folder.FullName;

    public void Dispose() => folder.Delete(recursive: true);
}
