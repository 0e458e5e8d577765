using System.Globalization;
using Swarm.WorkerAgent.Folders;

namespace Swarm.WorkerAgent.CommandLine;

/// <summary>Which agent uses a data folder.</summary>
internal static class RunningAgentFile
{
    /// <summary>Its process id; null if no agent runs there.</summary>
    public static int? FindPid(string dataFolder)
    {
        var lockFile = Path.Combine(dataFolder, "agent.lock");
        if (!File.Exists(lockFile))
        {
            return null;
        }

        try
        {
            // Whoever holds the lock lives; a process id alone could be another's by now.
            DataFolderLock.Take(new DataFolder(dataFolder)).Dispose();
            return null;
        }
        catch (DataFolderInUseException)
        {
            var text = File.ReadAllText(lockFile + ".pid");
            return int.TryParse(text, CultureInfo.InvariantCulture, out var pid) ? pid : null;
        }
    }
}
