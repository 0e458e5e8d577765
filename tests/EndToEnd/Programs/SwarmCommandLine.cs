namespace Swarm.Tests.EndToEnd.Programs;

/// <summary>The command line program, with all that it keeps on this machine under one root of its own.</summary>
internal sealed class SwarmCommandLine : IDisposable
{
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("swarm-e2e-");

    public SwarmCommandLine()
    {
        // Nothing of the developer's own Swarm may be met, nor a proxy be asked.
        Environment = new Dictionary<string, string?>
        {
            ["XDG_STATE_HOME"] = Path.Combine(root.FullName, "state"),
            ["SWARM_DATA"] = null,
            ["SWARM_URL"] = null,
            ["SWARM_KEY"] = null,
            ["HTTP_PROXY"] = "http://127.0.0.1:9",
            ["http_proxy"] = "http://127.0.0.1:9",
            ["NO_PROXY"] = null,
            ["no_proxy"] = null,
        };
    }

    public Dictionary<string, string?> Environment { get; }

    public string Root => root.FullName;

    public RunningProgram Start(params string[] arguments) =>
        RunningProgram.Start(BuildOutput.Dotnet, [BuildOutput.CommandLine, .. arguments], Environment);

    /// <summary>Runs a command to its end.</summary>
    public async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var program = Start(arguments);
        var exitCode = await program.ExitAsync(Limit);
        return (exitCode, program.Output, program.Error);
    }

    public string WriteFile(string name, string text)
    {
        var path = Path.Combine(Root, name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose()
    {
        try
        {
            root.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A process that a failing test left behind may still write; the temporary folder is cleaned by its owner.
        }
    }
}
