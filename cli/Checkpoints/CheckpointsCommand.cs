using System.CommandLine;
using Swarm.Cli.Api;
using Swarm.Cli.Consoles;
using Swarm.Cli.Json;
using Swarm.Contracts.Checkpoints;
using Swarm.Contracts.Json;
using Swarm.Contracts.Statuses;

namespace Swarm.Cli.Checkpoints;

/// <summary><c>swarm checkpoints</c>: what runs ask people, and their answers.</summary>
internal static class CheckpointsCommand
{
    private const int Limit = 50;

    public static Command Create(CliContext context, ConnectionOptions options)
    {
        var json = new Option<bool>("--json") { Description = "Write JSON instead of text.", Recursive = true };
        var command = new Command("checkpoints", "What runs ask people.")
        {
            json,
            List(context, options, json),
            IdCommand.Create(context, options, "show", "Show one.", "The checkpoint.", async (client, id, parsed) =>
                Write(context, parsed.GetValue(json), await client.GetCheckpointAsync(id, context.Interrupted))),
            Open(context, options, json),
            Answer(context, options, json, "approve", CheckpointRoutes.Approve, "The run goes on."),
            Answer(context, options, json, "reject", CheckpointRoutes.Reject, "The node fails."),
            Answer(context, options, json, "correct", CheckpointRoutes.Correct, "The work is to be done again."),
            Answer(context, options, json, "skip", CheckpointRoutes.Skip, "The run goes on without an answer."),
        };
        command.SetAction((parsed, _) =>
            ListAsync(context, options, parsed, EnumWords.Of(CheckpointStatus.Open), run: null, json));
        return command;
    }

    private static Command List(CliContext context, ConnectionOptions options, Option<bool> json)
    {
        var all = new Option<bool>("--all") { Description = "Also those that were answered." };
        var status = new Option<string?>("--status")
        {
            Description = $"Only those of a status: {string.Join(", ", EnumWords.All<CheckpointStatus>())}.",
        };
        status.AcceptOnlyFromAmong(EnumWords.All<CheckpointStatus>());
        var run = new Option<string?>("--run") { Description = "Only those of one run." };
        var command = new Command("list", "List those that wait for an answer, newest first.") { all, status, run };
        command.SetAction((parsed, _) =>
        {
            var wanted = parsed.GetValue(status)
                ?? (parsed.GetValue(all) ? null : EnumWords.Of(CheckpointStatus.Open));
            return ListAsync(context, options, parsed, wanted, parsed.GetValue(run), json);
        });
        return command;
    }

    private static async Task<int> ListAsync(
        CliContext context,
        ConnectionOptions options,
        ParseResult parsed,
        string? status,
        string? run,
        Option<bool> json)
    {
        using var client = options.Connect(parsed, context);
        var page = await client.ListCheckpointsAsync(status, run, Limit, context.Interrupted);
        if (parsed.GetValue(json))
        {
            JsonOutput.Write(context.Out, page, JsonOutput.Indented.ListPageCheckpointView);
        }
        else
        {
            CheckpointText.WriteTable(context, page.Items);
        }

        return ExitCodes.Ok;
    }

    private static Command Open(CliContext context, ConnectionOptions options, Option<bool> json)
    {
        var message = new Argument<string>("MESSAGE") { Description = "What is asked." };
        var node = new Option<string?>("--node") { Description = "Before this node; else before whatever is next." };
        var key = new Option<string?>("--key") { Description = "What is opened again under a key is opened once." };
        var command = IdCommand.Create(
            context,
            options,
            "open",
            "Have a run ask before a node begins.",
            "The run.",
            async (client, id, parsed) =>
            {
                var request = new OpenCheckpointRequest
                {
                    Message = parsed.GetRequiredValue(message),
                    Node = parsed.GetValue(node),
                    Key = parsed.GetValue(key),
                };
                var opened = await client.OpenCheckpointAsync(id, request, context.Interrupted);
                if (parsed.GetValue(json))
                {
                    JsonOutput.Write(context.Out, opened, JsonOutput.Indented.OpenedCheckpoint);
                }
                else
                {
                    var next = opened.Node is { } named ? $"'{named}'" : "whatever is next";
                    context.Out.WriteLine($"The run asks before {next} begins.");
                }
            });
        command.Arguments.Add(message);
        command.Options.Add(node);
        command.Options.Add(key);
        return command;
    }

    private static Command Answer(
        CliContext context,
        ConnectionOptions options,
        Option<bool> json,
        string name,
        string route,
        string description)
    {
        var feedback = new Option<string?>("--feedback") { Description = "Why, in words; needed for a correction." };
        var correction = new Option<string?>("--correction") { Description = "What is to be done about it." };
        var command = IdCommand.Create(
            context,
            options,
            name,
            description,
            "The checkpoint.",
            async (client, id, parsed) =>
            {
                var answer = new AnswerCheckpointRequest
                {
                    Feedback = parsed.GetValue(feedback),
                    Correction = parsed.GetValue(correction),
                };
                var answered = await client.AnswerCheckpointAsync(route, id, answer, context.Interrupted);
                Write(context, parsed.GetValue(json), answered);
            });
        command.Options.Add(feedback);
        command.Options.Add(correction);
        return command;
    }

    private static void Write(CliContext context, bool isJson, CheckpointView checkpoint)
    {
        if (isJson)
        {
            JsonOutput.Write(context.Out, checkpoint, JsonOutput.Indented.CheckpointView);
        }
        else
        {
            CheckpointText.Write(context, checkpoint);
        }
    }
}
