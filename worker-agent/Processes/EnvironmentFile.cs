using System.Text;
using Swarm.WorkerAgent.Folders;

namespace Swarm.WorkerAgent.Processes;

/// <summary>
/// A command's environment on its way to the session's first process: NAME=value, each ended by a zero byte. It does
/// not travel as that process's own environment, where a command's DOTNET_ROOT or LD_PRELOAD would act too early.
/// </summary>
internal static class EnvironmentFile
{
    public static void Write(string path, IReadOnlyDictionary<string, string> variables)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in variables)
        {
            text.Append(name).Append('=').Append(value).Append('\0');
        }

        DurableFile.Write(path, text.ToString());
    }

    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        var variables = new Dictionary<string, string>();
        foreach (var entry in File.ReadAllText(path).Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = entry.IndexOf('=', StringComparison.Ordinal);
            variables[entry[..equals]] = entry[(equals + 1)..];
        }

        return variables;
    }
}
