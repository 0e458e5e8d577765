using System.CommandLine;
using Spectre.Console;
using Swarm.Cli.Api;
using Swarm.Cli.Consoles;
using Swarm.Cli.Json;
using Swarm.Cli.Watching;
using Swarm.Contracts.Runs;

namespace Swarm.Cli.Runs;

/// <summary><c>swarm runs</c>: the list, and what is done with one run.</summary>
internal static class RunsCommand
{
    private const int DefaultLimit = 20;
    private const int MaxLimit = 200;

    public static Command Create(CliContext context, ConnectionOptions options)
    {
        var limit = new Option<int>("--limit")
        {
            Description = $"How many, newest first (1 to {MaxLimit}).",
            DefaultValueFactory = _ => DefaultLimit,
        };
        limit.Validators.Add(result =>
        {
            // What is no number at all is told by the parser itself.
            if (result.Tokens is [var token]
                && int.TryParse(token.Value, out var number)
                && number is < 1 or > MaxLimit)
            {
                result.AddError($"--limit takes 1 to {MaxLimit}.");
            }
        });
        var json = new Option<bool>("--json") { Description = "Write JSON instead of a table.", Recursive = true };
        var command = new Command("runs", "List runs.")
        {
            limit,
            json,
            Watch(context, options, json),
            Cancel(context, options, json),
            RunEventsCommand.Create(context, options, json),
        };
        foreach (var control in RunControlCommands.Create(context, options, json))
        {
            command.Subcommands.Add(control);
        }

        command.SetAction(async (parsed, _) =>
        {
            using var client = options.Connect(parsed, context);
            var page = await client.ListRunsAsync(parsed.GetValue(limit), context.Interrupted);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(context.Out, page, JsonOutput.Indented.ListPageRunSummary);
            }
            else
            {
                WriteTable(context, page.Items);
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    public static void WriteTable(CliContext context, IReadOnlyList<RunSummary> runs)
    {
        if (runs.Count == 0)
        {
            context.Out.WriteLine("No runs yet. `swarm run FILE` starts one.");
            return;
        }

        var now = context.Time.GetUtcNow();
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("run", "workflow", "no.", "status", "done", "began", "took");
        foreach (var run in runs)
        {
            table.AddRow(
                run.Id,
                Markup.Escape($"{run.WorkflowName} v{run.WorkflowVersion}"),
                $"{run.Number}",
                $"[{StatusWords.ColourOf(run.Status)}]{StatusWords.Of(run.Status)}[/]{(run.Paused ? ", paused" : "")}",
                $"{run.Progress} %",
                $"{TimeZoneInfo.ConvertTime(run.CreatedAt, context.Time.LocalTimeZone):yyyy-MM-dd HH:mm:ss}",
                StatusWords.Duration((run.FinishedAt ?? now) - run.CreatedAt));
        }

        context.Console.Write(table);
    }

    private static Command Watch(CliContext context, ConnectionOptions options, Option<bool> json)
    {
        var id = new Argument<string>("ID") { Description = "The run." };
        var command = new Command("watch", "Show a run to its end.") { id };
        command.SetAction(async (parsed, _) =>
        {
            using var client = options.Connect(parsed, context);
            // A watch waits for a control plane that is away; whether there is one at all, and the run, is asked first.
            var run = await client.GetRunAsync(parsed.GetRequiredValue(id), context.Interrupted);
            return await RunResult.WatchAsync(context, client, run.Summary.Id, parsed.GetValue(json));
        });
        return command;
    }

    private static Command Cancel(CliContext context, ConnectionOptions options, Option<bool> json)
    {
        var id = new Argument<string>("ID") { Description = "The run." };
        var reason = new Option<string?>("--reason") { Description = "Why, for the run's history." };
        var command = new Command("cancel", "Cancel a run; running work is ended within seconds.") { id, reason };
        command.SetAction(async (parsed, _) =>
        {
            using var client = options.Connect(parsed, context);
            var run = await client.CancelRunAsync(
                parsed.GetRequiredValue(id), parsed.GetValue(reason), context.Interrupted);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(context.Out, run, JsonOutput.Indented.RunDetail);
            }
            else if (StatusWords.IsFinal(run.Summary.Status))
            {
                context.Out.WriteLine($"Run {run.Summary.Id} has ended: {StatusWords.Of(run.Summary.Status)}.");
            }
            else
            {
                context.Out.WriteLine($"Run {run.Summary.Id} is being cancelled.");
            }

            return ExitCodes.Ok;
        });
        return command;
    }
}
