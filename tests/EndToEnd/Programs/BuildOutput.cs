namespace Swarm.Tests.EndToEnd.Programs;

/// <summary>The real programs, from the same build as these tests.</summary>
internal static class BuildOutput
{
    public static string CommandLine => Find("Swarm.Cli", "swarm-cli.dll");

    public static string ControlPlane => Find("Swarm.Functions", "Swarm.Functions.dll");

    public static string WorkerAgent => Find("Swarm.WorkerAgent", "swarm-agent.dll");

    public static string Examples => Path.Combine(Path.GetDirectoryName(CommandLine)!, "examples");

    /// <summary>The root of the clone: the folder of the solution.</summary>
    public static string Clone
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "Swarm.sln")))
            {
                folder = folder.Parent ?? throw new InvalidOperationException("The tests do not lie inside a clone.");
            }

            return folder.FullName;
        }
    }

    /// <summary>The host that runs these tests.</summary>
    public static string Dotnet => Path.GetFullPath(
        Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "dotnet"));

    // Tests lie in artifacts/{host}/bin/{project}/{configuration}.
    private static string Find(string project, string file)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(here.Parent!.Parent!.FullName, project, here.Name, file);
    }
}
