using System.Collections;
using Swarm.Contracts.WorkItems;

namespace Swarm.WorkerAgent.Processes;

/// <summary>
/// What commands get to see of the machine's environment: a list of names, so that the agent's own secrets (its join
/// token, whatever its service unit sets) stay with the agent; and what the work item brings.
/// </summary>
internal static class CommandEnvironment
{
    private static readonly string[] Names =
    [
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "TMPDIR", "TMP", "TEMP",
        "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "XDG_STATE_HOME",
        "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "no_proxy", "all_proxy",
        "SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS", "NUGET_PACKAGES", "NUGET_HTTP_CACHE_PATH",
        "SystemRoot", "SystemDrive", "ComSpec", "PATHEXT", "APPDATA", "LOCALAPPDATA", "USERPROFILE", "USERNAME",
        "ProgramData", "ProgramFiles", "ProgramFiles(x86)", "WINDIR", "NUMBER_OF_PROCESSORS", "PROCESSOR_ARCHITECTURE",
    ];

    private static readonly string[] Prefixes = ["LC_", "DOTNET_"];

    /// <summary>The environment of a work item's command: the machine's, the work item's, and who it is.</summary>
    public static Dictionary<string, string> ForCommand(
        WorkItem item, IReadOnlyDictionary<string, string> brought, IReadOnlyCollection<string> passed)
    {
        var variables = Inherit(passed);
        foreach (var (name, value) in brought)
        {
            variables[name] = value;
        }

        variables["SWARM_RUN_ID"] = item.RunId;
        variables["SWARM_WORK_ITEM"] = item.Id;
        variables["SWARM_NODE"] = item.Node;
        variables["SWARM_ITERATION"] = item.Iteration.ToString();
        variables["SWARM_ATTEMPT"] = item.Attempt.ToString();
        return variables;
    }

    /// <summary>
    /// The environment of the program that becomes the command: it should start fast and leave no trace.
    /// </summary>
    public static IReadOnlyDictionary<string, string> ForFirstProcess()
    {
        var variables = Inherit([]);
        variables["DOTNET_EnableDiagnostics"] = "0";
        variables["DOTNET_TieredPGO"] = "0";
        return variables;
    }

    /// <summary>What keeps variables from being given to a program, in words; null if nothing does.</summary>
    public static string? FindMistake(IReadOnlyDictionary<string, string> variables)
    {
        var name = variables.FirstOrDefault(variable => !IsVariable(variable.Key, variable.Value)).Key;
        return name is null
            ? null
            : $"'{name}' cannot be an environment variable: zero bytes and '=' in a name are not allowed.";
    }

    private static bool IsVariable(string name, string value) =>
        name.Length > 0 && name.AsSpan().IndexOfAny('=', '\0') < 0 && !value.Contains('\0', StringComparison.Ordinal);

    /// <summary>The names of this machine's variables that begin so.</summary>
    public static IEnumerable<string> NamesWith(IReadOnlyList<string> prefixes) =>
        Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(
            name => prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)));

    /// <summary>What git gets to see: nothing of the user's settings for it; see Git/.</summary>
    public static Dictionary<string, string> Inherit(IReadOnlyCollection<string> passed)
    {
        var variables = new Dictionary<string, string>();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            var name = (string)variable.Key;
            if (Names.Contains(name) || passed.Contains(name)
                || Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
            {
                variables[name] = (string?)variable.Value ?? "";
            }
        }

        return variables;
    }
}
