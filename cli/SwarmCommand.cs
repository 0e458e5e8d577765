using System.CommandLine;
using System.Text.Json;
using Swarm.Cli.Api;
using Swarm.Cli.Backups;
using Swarm.Cli.Checkpoints;
using Swarm.Cli.Clarifications;
using Swarm.Cli.Consoles;
using Swarm.Cli.DeadLetters;
using Swarm.Cli.Demos;
using Swarm.Cli.Local;
using Swarm.Cli.Locks;
using Swarm.Cli.Logs;
using Swarm.Cli.Outputs;
using Swarm.Cli.Queues;
using Swarm.Cli.Runs;
using Swarm.Cli.Schedules;
using Swarm.Cli.Statuses;
using Swarm.Cli.Tasks;
using Swarm.Cli.Workers;
using Swarm.Cli.Workflows;

namespace Swarm.Cli;

/// <summary>Parses, calls the command, turns every failure into a sentence and an exit code.</summary>
internal static class SwarmCommand
{
    public static async Task<int> InvokeAsync(IReadOnlyList<string> args, CliContext context)
    {
        var parsed = Create(context).Parse(args);
        if (parsed.Errors.Count > 0)
        {
            // An unknown word also counts as a missing command, which would only confuse.
            var errors = parsed.Errors.Where(e => parsed.UnmatchedTokens.Count == 0 || e.Message.Contains('\''));
            foreach (var error in errors)
            {
                context.Error.WriteLine($"swarm: {error.Message}");
            }

            context.Error.WriteLine("`swarm --help` tells the commands, `swarm COMMAND --help` their options.");
            return ExitCodes.WrongInput;
        }

        try
        {
            // Interruption is ours: commands that own processes need their own order in ending them.
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = context.Out,
                    Error = context.Error,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                },
                CancellationToken.None);
        }
        catch (Exception e) when (ExitCodeOf(e, context) is { } exitCode)
        {
            if (exitCode != ExitCodes.Interrupted)
            {
                context.Error.WriteLine($"swarm: {e.Message}");
            }

            return exitCode;
        }
    }

    public static RootCommand Create(CliContext context)
    {
        var options = new ConnectionOptions();
        var root = new RootCommand("Runs workflows on your own machines.")
        {
            DemoCommand.Create(context),
            UpCommand.Create(context),
            RunCommand.Create(context, options),
            RunsCommand.Create(context, options),
            CheckpointsCommand.Create(context, options),
            SchedulesCommand.Create(context, options),
            TasksCommand.Create(context, options),
            StatusCommand.Create(context, options),
            QueuesCommand.Create(context, options),
            LocksCommand.Create(context, options),
            OutputCommand.Create(context, options),
            LogsCommand.Create(context, options),
            WorkersCommand.Create(context, options),
            WorkflowsCommand.Create(context, options),
            DeadLettersCommand.Create(context, options),
            QuestionsCommand.Create(context, options),
            AnswerCommand.Create(context, options),
            BackupCommands.CreateBackup(context, options),
            BackupCommands.CreateRestore(context, options),
        };
        root.Add(options.Url);
        root.Add(options.Data);
        return root;
    }

    private static int? ExitCodeOf(Exception e, CliContext context) => e switch
    {
        OperationCanceledException when context.Interrupted.IsCancellationRequested => ExitCodes.Interrupted,
        CliException cli => cli.ExitCode,
        ApiException api => api.ExitCode,
        ControlPlaneUnreachableException => ExitCodes.Unreachable,
        JsonException => ExitCodes.Unreachable,
        _ => null,
    };
}
