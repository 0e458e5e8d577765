namespace Swarm.WorkerAgent.Folders;

/// <summary>
/// The agent's folder on disk. <c>agent.lock</c>: who uses it; <c>machine-id</c>; <c>identity.json</c>: worker id and
/// key; <c>work/{work item}+{token}/</c>: one folder per claim; <c>lost/</c>: what work whose lease was lost left.
/// </summary>
internal sealed class DataFolder
{
    private const UnixFileMode OwnerAlone =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public DataFolder(string root)
    {
        Root = Path.GetFullPath(root);
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Root);
        }
        else
        {
            // Logs and worktrees of private repositories lie here. A folder that is there keeps its mode.
            Directory.CreateDirectory(Root, OwnerAlone);
        }

        Directory.CreateDirectory(Work);
        Directory.CreateDirectory(Lost);
    }

    public string Root { get; }

    public string LockFile => Path.Combine(Root, "agent.lock");

    public string MachineIdFile => Path.Combine(Root, "machine-id");

    public string IdentityFile => Path.Combine(Root, "identity.json");

    /// <summary>The conversations that tools may go on with.</summary>
    public string SessionsFile => Path.Combine(Root, "sessions.json");

    /// <summary>What was found of the tools.</summary>
    public string ToolsFile => Path.Combine(Root, "tools.json");

    /// <summary>What AI tools have cost today.</summary>
    public string CostsFile => Path.Combine(Root, "costs");

    public string Work => Path.Combine(Root, "work");

    public string Lost => Path.Combine(Root, "lost");

    /// <summary>Where an agent keeps its data unless told otherwise.</summary>
    public static string DefaultRoot()
    {
        if (OperatingSystem.IsWindows())
        {
            var local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
            return Path.Combine(local, "SwarmAgent");
        }

        var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        if (string.IsNullOrEmpty(state))
        {
            var home = Environment.GetEnvironmentVariable("HOME");
            state = Path.Combine(string.IsNullOrEmpty(home) ? "/var/tmp" : home, ".local", "state");
        }

        return Path.Combine(state, "swarm-agent");
    }
}
