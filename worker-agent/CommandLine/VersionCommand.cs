using System.Runtime.InteropServices;
using Swarm.WorkerAgent.Settings;

namespace Swarm.WorkerAgent.CommandLine;

/// <summary>Tells which agent this is.</summary>
internal static class VersionCommand
{
    public static Task<int> RunAsync(SettingsReader settings)
    {
        var version = typeof(VersionCommand).Assembly.GetName().Version?.ToString(3);
        Console.Out.WriteLine($"swarm-agent {version} ({RuntimeInformation.RuntimeIdentifier})");
        return Task.FromResult(ExitCodes.Done);
    }
}
