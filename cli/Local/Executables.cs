namespace Swarm.Cli.Local;

/// <summary>Where the other programs of this build lie: beside us if published, else in their own folders.</summary>
internal static class Executables
{
    public static (string FileName, IReadOnlyList<string> Arguments) ControlPlane() =>
        Find("Swarm.Functions", "Swarm.Functions");

    public static (string FileName, IReadOnlyList<string> Arguments) WorkerAgent() =>
        Find("Swarm.WorkerAgent", "swarm-agent");

    private static (string, IReadOnlyList<string>) Find(string project, string assembly)
    {
        var here = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        var configuration = Path.GetFileName(here);
        var built = Path.Combine(here, "..", "..", project, configuration);
        string[] places = [Path.Combine(here, assembly + ".dll"), Path.Combine(built, assembly + ".dll")];
        var place = Array.Find(places, File.Exists)
            ?? throw CliException.CannotStart($"{assembly}.dll is not there; `./swarm build` makes it.");
        return (DotnetHost(), [Path.GetFullPath(place)]);
    }

    // The very host that runs us, wherever it is installed: an executable of its own would look in fixed places.
    private static string DotnetHost()
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var host = Path.GetFullPath(Path.Combine(runtime, "..", "..", "..", name));
        return File.Exists(host) ? host : name;
    }
}
