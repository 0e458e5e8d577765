using System.ComponentModel;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.WorkerAgent.Claims;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Processes;

namespace Swarm.WorkerAgent.Tools;

/// <summary>
/// Runs a command of the user: an argument array as it is, or a script block, which is written to a file beside the
/// working folder and run by <c>/bin/sh -e</c> (PowerShell on Windows), so that it stops at its first failing line.
/// </summary>
internal sealed class ShellTool(IReadOnlyCollection<string> passedVariables, TimeProvider time) : ITool
{
    public const string ToolName = "shell";

    private static readonly TimeSpan ReadPatience = TimeSpan.FromSeconds(10);

    public string Name => ToolName;

    public async Task<ToolResult> ExecuteAsync(ToolCall call)
    {
        if (FindMistake(call.Item.Shell) is { } mistake)
        {
            return new ToolResult(WorkItemOutcome.Failed, Reason: mistake, Retryable: false);
        }

        if (call.Claim.Ending.IsCancellationRequested)
        {
            return DescribeEnd(call);
        }

        var command = ChooseCommand(call);
        var environment = CommandEnvironment.ForCommand(call.Item, passedVariables);
        SessionProcess process;
        try
        {
            process = SessionProcess.Start(call.Folder, command, environment);
        }
        catch (Win32Exception e)
        {
            return new ToolResult(
                WorkItemOutcome.Failed, Reason: $"'{command[0]}' could not be started: {e.Message}", Retryable: false);
        }

        using (process)
        {
            return await FollowAsync(call, process);
        }
    }

    private async Task<ToolResult> FollowAsync(ToolCall call, SessionProcess process)
    {
        var reading = call.Output.ReadAsync(process.StandardOutput, process.StandardError);
        using var timer = new CancellationTokenSource(call.Item.Timeout, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, call.Claim.Ending);
        var exit = process.WaitAsync();
        await exit.WaitAsync(end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var endedByItself = exit.IsCompletedSuccessfully;
        if (!endedByItself)
        {
            call.Output.Say(call.Claim.Ending.IsCancellationRequested
                ? "The work is ended: it was cancelled."
                : $"The work is ended: its time limit of {call.Item.Timeout} is over.");
            await process.EndAsync(ChooseManner(call.Claim), time);
        }

        // Whatever the command left in the background ends with it; else the streams would stay open, too.
        var left = process.EndRest();
        await exit;
        await FinishReadingAsync(reading, call);
        if (left > 0 && endedByItself)
        {
            call.Output.Say($"Ended {left} background process(es) that the command had left.");
        }

        return endedByItself ? Judge(call.Item, process.ExitCode) : DescribeEnd(call);
    }

    /// <summary>A process that hid from its session may keep the streams open for ever; it is not waited for.</summary>
    private async Task FinishReadingAsync(Task reading, ToolCall call)
    {
        try
        {
            await reading.WaitAsync(ReadPatience, time);
        }
        catch (TimeoutException)
        {
            call.Output.Say("A process that left the command's session keeps its output open; the rest is not read.");
            _ = reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static EndManner ChooseManner(Claim claim) => claim.Reason switch
    {
        EndReason.LeaseLost => EndManner.Kill,
        EndReason.Abandoned => EndManner.Terminate,
        _ => EndManner.Interrupt,
    };

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

    private static ToolResult DescribeEnd(ToolCall call) => call.Claim.Ending.IsCancellationRequested
        ? new ToolResult(WorkItemOutcome.Cancelled, Reason: "The work was cancelled.", Retryable: false)
        : new ToolResult(
            WorkItemOutcome.TimedOut, Reason: $"The work took longer than its limit of {call.Item.Timeout}.");

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

        var name = shell.Environment.FirstOrDefault(variable => !IsVariable(variable.Key, variable.Value)).Key;
        return name is null
            ? null
            : $"'{name}' cannot be an environment variable: zero bytes and '=' in a name are not allowed.";
    }

    private static bool IsVariable(string name, string value) =>
        name.Length > 0 && name.AsSpan().IndexOfAny('=', '\0') < 0 && !value.Contains('\0', StringComparison.Ordinal);

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
