using Microsoft.Extensions.Configuration;

namespace Swarm.Functions.Hosts.Embedded;

/// <summary>Where the control plane keeps its files.</summary>
internal static class DataFolder
{
    public const string Setting = "SWARM_DATA";

    /// <summary>The folder that SWARM_DATA names, else one in the user's state folder.</summary>
    public static string Of(IConfiguration configuration)
    {
        if (configuration[Setting] is { Length: > 0 } own)
        {
            return Path.GetFullPath(own);
        }

        if (OperatingSystem.IsWindows())
        {
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "Swarm");
        }

        var state = configuration["XDG_STATE_HOME"] is { Length: > 0 } xdg
            ? xdg
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
        return Path.Combine(state, "swarm");
    }
}
