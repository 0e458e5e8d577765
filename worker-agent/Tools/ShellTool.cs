using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.WorkerAgent.Channels;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Processes;

namespace Swarm.WorkerAgent.Tools;

/// <summary>
/// Runs a command of the user: an argument array as it is, or a script block, which is written to a file beside the
/// working folder and run by <c>/bin/sh -e</c> (PowerShell on Windows), so that it stops at its first failing line.
/// </summary>
internal sealed class ShellTool(IReadOnlyCollection<string> passedVariables, CommandRunner runner) : ITool
{
    public const string ToolName = "shell";

    public string Name => ToolName;

    public ToolCapabilities Capabilities { get; } = new() { RunsCommands = true };

    public string? FindMistake() => null;

    public Task<ToolHealth> CheckAsync(CancellationToken cancellation) => Task.FromResult(ToolHealth.BuiltIn);

    public async Task<ToolResult> ExecuteAsync(ToolCall call)
    {
        if (FindMistake(call.Item.Shell) is { } mistake)
        {
            return ToolResult.Hopeless(mistake);
        }

        var brought = call.Item.Shell!.Environment;
        var environment = CommandEnvironment.ForCommand(call.Item, brought, passedVariables);
        if (call.Channel is { } channel)
        {
            environment[ChannelClient.Variable] = channel.Address;
        }

        var spec = new CommandSpec(ChooseCommand(call), environment)
        {
            Tool = ToolName,
            Channel = call.Channel?.Folder,
        };
        var end = await runner.RunAsync(
            spec,
            call.Folder,
            call.Claim,
            call.Output,
            call.Item.Timeout,
            (process, _) => call.Output.ReadAsync(process.StandardOutput, process.StandardError));
        return end.How == EndedHow.ByItself
            ? Judge(call.Item, end.ExitCode!.Value)
            : ToolResult.Of(end, call.Item.Timeout);
    }

    private static ToolResult Judge(WorkItem item, int exitCode)
    {
        var accepted = item.Shell!.Accept;
        return accepted.Contains(exitCode)
            ? new ToolResult(WorkItemOutcome.Completed, exitCode)
            : new ToolResult(
                WorkItemOutcome.Failed,
                exitCode,
                $"The command ended with exit code {exitCode}; accepted: {string.Join(", ", accepted)}.");
    }

    private static string? FindMistake(ShellWork? shell)
    {
        if (shell is not ({ Run: { Count: > 0 }, Script: null } or { Run: null, Script: not null }))
        {
            return "The work item must have either 'run' (at least one argument) or 'script', and has not.";
        }

        if ((shell.Run ?? []).Any(argument => argument.Contains('\0', StringComparison.Ordinal)))
        {
            return "An argument holds a zero byte, which no program can be given.";
        }

        return CommandEnvironment.FindMistake(shell.Environment);
    }

    private static IReadOnlyList<string> ChooseCommand(ToolCall call) =>
        call.Item.Shell!.Run ?? WriteScript(call.Folder, call.Item.Shell.Script!);

    private static string[] WriteScript(WorkFolder folder, string script)
    {
        DurableFile.Write(folder.ScriptFile, script);
        return OperatingSystem.IsWindows()
            ? ["pwsh", "-NoProfile", "-NonInteractive", "-File", folder.ScriptFile]
            : ["/bin/sh", "-e", folder.ScriptFile];
    }
}
