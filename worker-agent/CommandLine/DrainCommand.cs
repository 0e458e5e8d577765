using System.Diagnostics;
using Swarm.WorkerAgent.Processes;
using Swarm.WorkerAgent.Settings;

namespace Swarm.WorkerAgent.CommandLine;

/// <summary>Asks the running agent to drain, as SIGTERM does, and waits until it has stopped.</summary>
internal static class DrainCommand
{
    public static async Task<int> RunAsync(SettingsReader settings)
    {
        var folder = Path.GetFullPath(settings.ToOptions().DataFolder);
        if (RunningAgentFile.FindPid(folder) is not { } pid)
        {
            Console.Out.WriteLine($"No agent runs on {folder}.");
            return ExitCodes.Done;
        }

        if (OperatingSystem.IsWindows())
        {
            await Console.Error.WriteLineAsync($"Windows knows no such signal: press Ctrl-C where agent {pid} runs.");
            return ExitCodes.Fault;
        }

        using var agent = Process.GetProcessById(pid);
        if (LibC.Kill(pid, LibC.SigTerm) != 0)
        {
            await Console.Error.WriteLineAsync($"Agent {pid} cannot be asked: it is another user's.");
            return ExitCodes.Fault;
        }

        Console.Out.WriteLine($"Agent {pid} takes no more work and stops when its running work has ended.");
        await agent.WaitForExitAsync();
        return ExitCodes.Done;
    }
}
