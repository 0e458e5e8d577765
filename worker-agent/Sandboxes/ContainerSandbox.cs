using System.Diagnostics;
using System.Globalization;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Mcp;
using Swarm.WorkerAgent.Processes;

namespace Swarm.WorkerAgent.Sandboxes;

/// <summary>
/// A container of Docker or Podman, from the image that the owner named. Its engine keeps the limits; the container is
/// removed after the command, also when the engine's client was killed.
/// </summary>
internal sealed class ContainerSandbox(string engine, SandboxRules rules, TimeProvider time) : ISandbox
{
    private static readonly TimeSpan RemoveLimit = TimeSpan.FromSeconds(20);

    public string Name => $"container ({Path.GetFileName(engine)})";

    public CommandSpec Wrap(CommandSpec spec, WorkFolder folder) => spec with
    {
        Command = [engine, .. Describe(spec, folder), rules.Policy.Image!, .. spec.Command],
    };

    public async Task CleanUpAsync(WorkFolder folder)
    {
        using var remove = Process.Start(new ProcessStartInfo(engine, ["rm", "--force", NameOf(folder)])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var limit = new CancellationTokenSource(RemoveLimit, time);
        await remove.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private IEnumerable<string> Describe(CommandSpec spec, WorkFolder folder)
    {
        var limits = rules.Policy.Limits;
        return
        [
            "run", "--rm", "--init", "--interactive", $"--name={NameOf(folder)}", "--cap-drop=ALL", "--read-only",
            "--security-opt=no-new-privileges", "--tmpfs=/tmp", $"--workdir={folder.Tree}",
            $"--network={(rules.Policy.AllowsNetwork(spec.Tool) ? "bridge" : "none")}",
            .. Limit("--cpus", limits.Cpus), .. Limit("--memory", limits.MemoryBytes),
            .. Limit("--pids-limit", limits.Processes), .. Mount(folder.Tree, ""),

            // The worktree's pointer to its repository is not the command's to change.
            .. new[]
                {
                    Path.Combine(folder.Tree, ".git"), folder.ScriptFile, folder.PromptFile, folder.SchemaFile,
                    folder.SettingsFile, folder.Inputs,
                }.Where(Path.Exists)
                .SelectMany(path => Mount(path, ",readonly")),
            .. Channel(spec), .. rules.Policy.Read.SelectMany(path => Mount(path, ",readonly")),
            .. rules.Policy.Write.SelectMany(path => Mount(path, "")),

            // By name alone: every user of the machine can read arguments.
            .. spec.Environment.Keys.Where(IsForInside).Select(name => $"--env={name}"),
        ];
    }

    /// <summary>The way to the agent: the socket, and the program that speaks MCP over it.</summary>
    private static IEnumerable<string> Channel(CommandSpec spec) => spec.Channel is null
        ? []
        : [.. Mount(spec.Channel, ""), .. Mount(McpConnection.ProgramFolder, ",readonly")];

    private static IEnumerable<string> Limit(string flag, long? value) =>
        value is null ? [] : [string.Create(CultureInfo.InvariantCulture, $"{flag}={value}")];

    private static IEnumerable<string> Mount(string path, string mode) =>
        ["--mount", $"type=bind,source={path},target={path}{mode}"];

    // The machine's own paths mean nothing inside; the image has its own.
    private static bool IsForInside(string name) => name is not ("PATH" or "HOME" or "TMPDIR" or "SHELL" or "USER");

    private static string NameOf(WorkFolder folder) => "swarm-" + string.Concat(
        Path.GetFileName(folder.Root).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' ? c : '-'));
}
