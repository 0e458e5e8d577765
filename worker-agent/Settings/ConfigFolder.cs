namespace Swarm.WorkerAgent.Settings;

/// <summary>Where the owner's files lie unless he says otherwise.</summary>
internal static class ConfigFolder
{
    public static string At(string name)
    {
        var root = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } set
            ? set
            : Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData);
        return Path.Combine(root, "swarm-agent", name);
    }
}
