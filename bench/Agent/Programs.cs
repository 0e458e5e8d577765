namespace Swarm.Bench.Agent;

/// <summary>The programs that are started: those of the build that this one is of.</summary>
internal static class Programs
{
    internal static IReadOnlyList<string> Agent => Built("Swarm.WorkerAgent", "swarm-agent.dll");

    internal static IReadOnlyList<string> CommandLine => Built("Swarm.Cli", "swarm-cli.dll");

    internal static IReadOnlyList<string> Self => [Dotnet(), typeof(Programs).Assembly.Location];

    // The projects of a build lie side by side: artifacts/{host}/bin/{project}/{configuration}.
    private static string[] Built(string project, string file)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return [Dotnet(), Path.Combine(here.Parent!.Parent!.FullName, project, here.Name, file)];
    }

    private static string Dotnet() => Path.GetFullPath(
        Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "dotnet"));
}
