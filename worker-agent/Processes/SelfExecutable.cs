namespace Swarm.WorkerAgent.Processes;

/// <summary>How to start this very program again.</summary>
/// <param name="FileName">The program.</param>
/// <param name="Arguments">What comes before its own arguments.</param>
internal sealed record SelfExecutable(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>
    /// The agent's own executable where there is one, also when another program (a test run) has loaded the agent;
    /// otherwise the <c>dotnet</c> that runs the agent's library.
    /// </summary>
    public static SelfExecutable Find()
    {
        var suffix = OperatingSystem.IsWindows() ? ".exe" : "";
        var beside = Path.Combine(AppContext.BaseDirectory, "swarm-agent" + suffix);
        if (File.Exists(beside))
        {
            return new SelfExecutable(beside, []);
        }

        var library = Path.Combine(AppContext.BaseDirectory, "swarm-agent.dll");
        return File.Exists(library)
            ? new SelfExecutable(Environment.ProcessPath ?? "dotnet", [library])
            : new SelfExecutable(Environment.ProcessPath!, []);
    }
}
