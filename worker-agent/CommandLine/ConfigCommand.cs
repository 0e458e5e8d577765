using Swarm.WorkerAgent.Settings;

namespace Swarm.WorkerAgent.CommandLine;

/// <summary>Tells every setting with where it comes from.</summary>
internal static class ConfigCommand
{
    public static Task<int> ShowAsync(SettingsReader settings)
    {
        var file = settings.File ?? $"none ({ConfigFolder.At("agent.yaml")} is not there)";
        Console.Out.WriteLine($"settings file: {file}");
        foreach (var value in settings.All)
        {
            Console.Out.WriteLine($"{value.Setting.Name,-14} {value.Shown}   [{value.Source}]");
        }

        // What cannot be used is told here rather than at the next start.
        var mistake = settings.ToOptions().FindMistake();
        return mistake is null ? Task.FromResult(ExitCodes.Done) : throw new ConfigException(mistake);
    }
}
