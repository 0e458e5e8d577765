using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Swarm.Embedded.Configuration;

/// <summary>Fills the options from environment and configuration before the app has its say.</summary>
internal sealed class OptionDefaults(IConfiguration configuration) : IConfigureOptions<EmbeddedHostOptions>
{
    public const string UrlVariable = "SWARM_URL";
    public const string DataVariable = "SWARM_DATA";
    public const string DefaultUrl = "http://127.0.0.1:7071";

    public void Configure(EmbeddedHostOptions options)
    {
        options.Url = configuration[UrlVariable] is { Length: > 0 } url ? url : DefaultUrl;
        options.DataFolder = configuration[DataVariable] is { Length: > 0 } folder ? folder : DefaultDataFolder();
    }

    private static string DefaultDataFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "Swarm");
        }

        var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        return string.IsNullOrEmpty(state)
            ? Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state", "swarm")
            : Path.Combine(state, "swarm");
    }
}
