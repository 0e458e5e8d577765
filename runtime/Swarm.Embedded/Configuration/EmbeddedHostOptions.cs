using System.Reflection;

namespace Swarm.Embedded.Configuration;

/// <summary>Options of the embedded host. The app sets them with <c>Services.Configure</c>.</summary>
public sealed class EmbeddedHostOptions
{
    /// <summary>Where the host keeps its database and its lock.</summary>
    /// <value><c>SWARM_DATA</c>, else the user's folder for program state.</value>
    public string DataFolder { get; set; } = string.Empty;

    /// <summary>The address to listen on.</summary>
    /// <value><c>SWARM_URL</c>, else <c>http://127.0.0.1:7071</c>; port 0 takes a free one.</value>
    public string Url { get; set; } = string.Empty;

    /// <summary>The assembly whose functions run.</summary>
    /// <value>The entry assembly.</value>
    public Assembly? FunctionsAssembly { get; set; }

    /// <summary>How long requests in flight go on undisturbed once the host is told to stop.</summary>
    /// <value>One second.</value>
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether every turn of an orchestration is repeated from its history and compared; for tests.</summary>
    /// <value>False by default: it takes time that grows with the history.</value>
    public bool ChecksReplay { get; set; }

    /// <summary>The classes whose functions run, in place of a whole assembly; for tests.</summary>
    internal IReadOnlyList<Type>? FunctionTypes { get; set; }

    internal IEnumerable<Type> Types =>
        FunctionTypes ?? (FunctionsAssembly ?? Assembly.GetEntryAssembly())?.GetTypes() ?? [];
}
