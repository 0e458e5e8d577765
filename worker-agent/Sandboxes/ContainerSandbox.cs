using System.Diagnostics;
using System.Globalization;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Mcp;
using Swarm.WorkerAgent.Processes;

namespace Swarm.WorkerAgent.Sandboxes;

/// <summary>
/// A container of Docker or Podman, from the image that the owner named. Its engine keeps the limits; the container is
/// removed after the command, also when the engine's client was killed. The engine does not do that by itself: only a
/// container that is still there can tell whether it ever began.
/// </summary>
internal sealed class ContainerSandbox(
    string engine, SandboxRules rules, TimeProvider time, string groups = ContainerGroup.Root) : ISandbox
{
    /// <summary>What variables of ours begin with: they mean nothing to an engine.</summary>
    private const string OwnPrefix = "SWARM_";

    private static readonly TimeSpan EngineLimit = TimeSpan.FromSeconds(20);

    /// <summary>The engine failed, could not run the command or did not find it; or the command itself did.</summary>
    private static readonly int[] UnclearCodes = [125, 126, 127];

    /// <summary>What the owner tells the engine's client, where it is not by its own settings.</summary>
    private static readonly string[] EngineVariables =
    [
        "DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CONFIG", "DOCKER_CERT_PATH", "DOCKER_TLS_VERIFY", "CONTAINER_HOST",
        "CONTAINER_CONNECTION", "CONTAINERS_CONF", "DBUS_SESSION_BUS_ADDRESS",
    ];

    /// <summary>How every container is kept from the machine.</summary>
    private static readonly string[] Bounds =
        ["--init", "--cap-drop=ALL", "--read-only", "--security-opt=no-new-privileges", "--tmpfs=/tmp"];

    public string Name => $"container ({Path.GetFileName(engine)})";

    /// <summary>The engine and the arguments by which it shows whether it can start a container here at all.</summary>
    public (string Program, string[] Arguments) Trial =>
    (
        engine,
        [
            "run", "--rm", .. Bounds, "--pull=never", "--network=none", .. LimitFlags(), rules.Policy.Image!,
            "/bin/sh", "-c", "exit 0",
        ]);

    /// <summary>The command in a container, its variables in a file that the engine's client reads.</summary>
    /// <exception cref="InvalidDataException">A variable cannot be given to a container.</exception>
    public CommandSpec Wrap(CommandSpec spec, WorkFolder folder)
    {
        var inside = spec.Environment.Where(variable => IsForInside(variable.Key)).ToDictionary();
        var byName = inside.Where(variable => IsLong(variable.Value)).ToDictionary();
        if (byName.Keys.FirstOrDefault(name => !name.StartsWith(OwnPrefix, StringComparison.Ordinal)) is { } refused)
        {
            throw new InvalidDataException(
                $"The variable '{refused}' has several lines, which a container takes of variables that begin with "
                + $"{OwnPrefix} alone. Give it as an input.");
        }

        return spec with
        {
            Command = [engine, .. Describe(spec, folder, byName.Keys), rules.Policy.Image!, .. spec.Command],
            Environment = CommandEnvironment.Inherit(EngineVariables).Concat(byName).ToDictionary(),
            Variables = new SandboxVariables(
                folder.VariablesFile, inside.Where(variable => !IsLong(variable.Value)).ToDictionary(), ToLines),
        };
    }

    /// <summary>A container that never ran was started in the year 1; one that is not there was never made.</summary>
    public async Task<bool> HasBegunAsync(WorkFolder folder, int exitCode)
    {
        if (!UnclearCodes.Contains(exitCode))
        {
            return true;
        }

        var answer = await AskAsync("container", "inspect", "--format={{.State.StartedAt}}", NameOf(folder));
        return answer is null or { ExitCode: 0, Text: not ['0', '0', '0', '1', ..] };
    }

    public bool IsAtProcessLimit(WorkFolder folder) => ContainerGroup.IsAtLimit(groups, folder.ContainerFile);

    public Task CleanUpAsync(WorkFolder folder) => AskAsync("rm", "--force", NameOf(folder));

    /// <summary>What the engine answers; null if it does not in time.</summary>
    private async Task<(int ExitCode, string Text)?> AskAsync(params string[] arguments)
    {
        using var asked = Process.Start(new ProcessStartInfo(engine, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var limit = new CancellationTokenSource(EngineLimit, time);
        var text = asked.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = asked.StandardError.ReadToEndAsync(limit.Token);
        var done = Task.WhenAll(text, errors, asked.WaitForExitAsync(limit.Token));
        await done.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return done.IsCompletedSuccessfully ? (asked.ExitCode, await text) : null;
    }

    private IEnumerable<string> Describe(CommandSpec spec, WorkFolder folder, IEnumerable<string> byName)
    {
        return
        [
            "run", .. Bounds, "--interactive", $"--name={NameOf(folder)}", $"--cidfile={folder.ContainerFile}",
            $"--workdir={folder.Tree}",
            $"--network={(rules.Policy.AllowsNetwork(spec.Tool) ? "bridge" : "none")}",
            .. LimitFlags(), .. Mount(folder.Tree, ""),

            // The worktree's pointer to its repository is not the command's to change.
            .. new[]
                {
                    Path.Combine(folder.Tree, ".git"), folder.ScriptFile, folder.PromptFile, folder.SchemaFile,
                    folder.SettingsFile, folder.Inputs,
                }.Where(Path.Exists)
                .SelectMany(path => Mount(path, ",readonly")),
            .. Channel(spec), .. rules.Policy.Read.SelectMany(path => Mount(path, ",readonly")),
            .. rules.Policy.Write.SelectMany(path => Mount(path, "")),

            // By a file, or by name alone: every user of the machine can read arguments.
            $"--env-file={folder.VariablesFile}", .. byName.Select(name => $"--env={name}"),
        ];
    }

    /// <summary>The way to the agent: the socket, and the program that speaks MCP over it.</summary>
    private static IEnumerable<string> Channel(CommandSpec spec) => spec.Channel is null
        ? []
        : [.. Mount(spec.Channel, ""), .. Mount(McpConnection.ProgramFolder, ",readonly")];

    private static bool IsLong(string value) => value.AsSpan().IndexOfAny('\n', '\r') >= 0;

    private static string ToLines(IReadOnlyDictionary<string, string> variables) =>
        string.Concat(variables.Select(variable => $"{variable.Key}={variable.Value}\n"));

    private IEnumerable<string> LimitFlags()
    {
        var limits = rules.Policy.Limits;
        return
        [
            .. Limit("--cpus", limits.Cpus), .. Limit("--memory", limits.MemoryBytes),
            .. Limit("--pids-limit", limits.Processes),
        ];
    }

    private static IEnumerable<string> Limit(string flag, long? value) =>
        value is null ? [] : [string.Create(CultureInfo.InvariantCulture, $"{flag}={value}")];

    private static IEnumerable<string> Mount(string path, string mode) =>
        ["--mount", $"type=bind,source={path},target={path}{mode}"];

    // The machine's own paths mean nothing inside; the image has its own.
    private static bool IsForInside(string name) => name is not ("PATH" or "HOME" or "TMPDIR" or "SHELL" or "USER");

    private static string NameOf(WorkFolder folder) => "swarm-" + string.Concat(
        Path.GetFileName(folder.Root).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' ? c : '-'));
}
