using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Mcp;
using Swarm.WorkerAgent.Policies;
using Swarm.WorkerAgent.Processes;

namespace Swarm.WorkerAgent.Sandboxes;

/// <summary>
/// Bubblewrap: namespaces of its own. A command sees the system's programs read only, its working folder, an empty
/// home with what its tool keeps there, and nothing else; no process but its own, and the network only if allowed.
/// </summary>
internal sealed class BubblewrapSandbox(string program, SandboxRules rules) : ISandbox
{
    private const string GitPointer = "gitdir:";
    private const string PrLimit = "/usr/bin/prlimit";

    private static readonly string[] SystemFolders =
        ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc", "/opt", "/nix", "/run/systemd/resolve"];

    // An agent that runs as root could read them inside, too.
    private static readonly string[] Hidden =
        ["/etc/shadow", "/etc/shadow-", "/etc/gshadow", "/etc/gshadow-", "/etc/sudoers"];

    public string Name => "bubblewrap";

    public CommandSpec Wrap(CommandSpec spec, WorkFolder folder)
    {
        var own = CommandEnvironment.Inherit([]);
        var inside = new Dictionary<string, string>(spec.Environment) { ["TMPDIR"] = "/tmp" };
        return spec with
        {
            Command = [program, .. Describe(spec, folder), "--", .. Limit(), .. spec.Command],
            Environment = own,
            Variables = new SandboxVariables(
                folder.VariablesFile, inside, variables => ToArguments(own.Keys, variables)) { IsOpened = true },
            IsWrapped = true,
        };
    }

    public Task CleanUpAsync(WorkFolder folder) => Task.CompletedTask;

    /// <summary>Bubblewrap gets its own variables; those of the command it sets for what is inside.</summary>
    private static string ToArguments(IEnumerable<string> own, IReadOnlyDictionary<string, string> inside)
    {
        var unset = own.Where(name => !inside.ContainsKey(name)).SelectMany(name => (string[])["--unsetenv", name]);
        var set = inside.SelectMany(variable => (string[])["--setenv", variable.Key, variable.Value]);
        return string.Concat(unset.Concat(set).Select(argument => argument + '\0'));
    }

    private IEnumerable<string> Describe(CommandSpec spec, WorkFolder folder)
    {
        string[] network = rules.Policy.AllowsNetwork(spec.Tool) ? [] : ["--unshare-net"];
        return
        [
            "--args", $"{SandboxVariables.Descriptor}",
            "--die-with-parent", "--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts", .. network,
            "--cap-drop", "ALL", .. SystemFolders.SelectMany(Show), .. Hidden.Where(File.Exists).SelectMany(Hide),
            "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--tmpfs", "/var/tmp", .. Home(),
            .. ProgramFolders(spec).Concat(rules.Policy.Read).SelectMany(path => Bind("--ro-bind-try", path)),
            .. spec.Keeps.Select(InHome).Concat(rules.Policy.Write).SelectMany(path => Bind("--bind-try", path)),

            // Whatever was shown above, the agent's key and the work of others are not.
            "--tmpfs", rules.DataRoot, .. Work(folder), .. Channel(spec), "--chdir", folder.Tree,
        ];
    }

    /// <summary>
    /// Within a namespace of its own users the system counts its processes alone. It does not count those of root.
    /// </summary>
    private IEnumerable<string> Limit() =>
        rules.Policy.Limits.Tasks is { } max && File.Exists(PrLimit) ? [PrLimit, $"--nproc={max}"] : [];

    private static IEnumerable<string> Work(WorkFolder folder)
    {
        string[] given =
            [folder.ScriptFile, folder.PromptFile, folder.SchemaFile, folder.SettingsFile, folder.Inputs];
        return
        [
            .. Bind("--bind", folder.Tree), .. given.SelectMany(path => Bind("--ro-bind-try", path)), .. Git(folder),
        ];
    }

    /// <summary>The way to the agent: the socket, and the program that speaks MCP over it.</summary>
    private static IEnumerable<string> Channel(CommandSpec spec) => spec.Channel is null
        ? []
        : [.. Bind("--bind", spec.Channel), .. Bind("--ro-bind", McpConnection.ProgramFolder)];

    /// <summary>
    /// The repository's own folder can be read. The worktree's pointer to it must not be changed: the agent's git
    /// follows it afterwards, outside.
    /// </summary>
    private static IEnumerable<string> Git(WorkFolder folder)
    {
        var pointer = Path.Combine(folder.Tree, ".git");
        var text = File.Exists(pointer) ? File.ReadAllText(pointer).Trim() : "";
        if (!text.StartsWith(GitPointer, StringComparison.Ordinal))
        {
            return [];
        }

        var common = Path.GetFullPath(Path.Combine(text[GitPointer.Length..].Trim(), "..", ".."));
        return [.. Bind("--ro-bind-try", common), .. Bind("--ro-bind", pointer)];
    }

    private IEnumerable<string> Home() => rules.Home is "" or "/" ? [] : ["--tmpfs", rules.Home];

    private string InHome(string name) => Path.Combine(rules.Home, name);

    /// <summary>
    /// Programs may lie in the home folder: folders of the agent's own PATH, and where the tool really is. A work item
    /// brings its own PATH and names what is run; by neither can it have a folder shown.
    /// </summary>
    private IEnumerable<string> ProgramFolders(CommandSpec spec)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var own = Path.IsPathRooted(spec.Program) ? PackageOf(RealPath.Of(spec.Program)) : "";
        return path.Append(own).Where(IsHidden).Distinct();
    }

    /// <summary>The folder of the Node.js package that a program is part of; else its own folder.</summary>
    private string PackageOf(string path)
    {
        var own = Path.GetDirectoryName(path) ?? "/";
        for (var folder = own; IsHidden(folder); folder = Path.GetDirectoryName(folder) ?? "/")
        {
            if (File.Exists(Path.Combine(folder, "package.json")))
            {
                return folder;
            }
        }

        return own;
    }

    /// <summary>Whether a folder is not shown with the system's own. The home folder as a whole never is.</summary>
    private bool IsHidden(string folder) => Path.IsPathRooted(folder)
        && folder != "/"
        && !(rules.Home + "/").StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal)
        && !Array.Exists(SystemFolders, known => (folder + "/").StartsWith(known + "/", StringComparison.Ordinal));

    private static IEnumerable<string> Bind(string how, string path) => [how, path, path];

    private static IEnumerable<string> Hide(string path) => ["--ro-bind", "/dev/null", path];

    // On most systems /bin and the like are links into /usr.
    private static IEnumerable<string> Show(string path) => new DirectoryInfo(path).LinkTarget is { } target
        ? ["--symlink", target, path]
        : Bind("--ro-bind-try", path);
}
