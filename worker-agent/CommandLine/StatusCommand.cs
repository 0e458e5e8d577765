using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Settings;
using Swarm.WorkerAgent.StatusPages;

namespace Swarm.WorkerAgent.CommandLine;

/// <summary>Tells what lies in the data folder; it needs no running agent and no control plane.</summary>
internal static class StatusCommand
{
    public static Task<int> RunAsync(SettingsReader settings)
    {
        var root = Path.GetFullPath(settings.ToOptions().DataFolder);
        if (!Directory.Exists(root))
        {
            Console.Out.WriteLine($"There is no data folder {root}: no agent has run here yet.");
            return Task.FromResult(ExitCodes.Done);
        }

        var pid = RunningAgentFile.FindPid(root);
        Console.Out.WriteLine(pid is null ? "No agent runs." : $"Agent {pid} runs.");
        foreach (var line in AgentStatus.Read(new DataFolder(root)).ToLines())
        {
            Console.Out.WriteLine(line);
        }

        return Task.FromResult(ExitCodes.Done);
    }
}
