using System.CommandLine;
using Swarm.Cli.Api;
using Swarm.Cli.Consoles;
using Swarm.Cli.Json;
using Swarm.Contracts.Checkpoints;
using Swarm.Contracts.Json;
using Swarm.Contracts.Paging;
using Swarm.Contracts.Statuses;

namespace Swarm.Cli.Checkpoints;

/// <summary><c>swarm checkpoints</c>: what runs ask people, and their answers.</summary>
internal static class CheckpointsCommand
{
    private const int Limit = 50;

    public static Command Create(CliContext context, ConnectionOptions options)
    {
        var json = new Option<bool>("--json") { Description = "Write JSON instead of text.", Recursive = true };
        var one = new ResultOutput<CheckpointView>(
            context, json, JsonOutput.Indented.CheckpointView, CheckpointText.Write);
        var command = new Command("checkpoints", "What runs ask people.")
        {
            json,
            List(context, options, json),
            IdCommand.Create(options, "show", "Show one.", "The checkpoint.", one, (client, id, _) =>
                client.GetCheckpointAsync(id, context.Interrupted)),
            Open(context, options, json),
            Answer(one, options, "approve", CheckpointRoutes.Approve, "The run goes on."),
            Answer(one, options, "reject", CheckpointRoutes.Reject, "The node fails."),
            Answer(one, options, "correct", CheckpointRoutes.Correct, "The work is to be done again."),
            Answer(one, options, "skip", CheckpointRoutes.Skip, "The run goes on without an answer."),
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
        var output = new ResultOutput<ListPage<CheckpointView>>(
            context,
            json,
            JsonOutput.Indented.ListPageCheckpointView,
            static (context, page) => CheckpointText.WriteTable(context, page.Items));
        output.Show(parsed, await client.ListCheckpointsAsync(status, run, Limit, context.Interrupted));
        return ExitCodes.Ok;
    }

    private static Command Open(CliContext context, ConnectionOptions options, Option<bool> json)
    {
        var message = new Argument<string>("MESSAGE") { Description = "What is asked." };
        var node = new Option<string?>("--node") { Description = "Before this node; else before whatever is next." };
        var key = new Option<string?>("--key") { Description = "What is opened again under a key is opened once." };
        var output = new ResultOutput<OpenedCheckpoint>(
            context, json, JsonOutput.Indented.OpenedCheckpoint, CheckpointText.WriteOpened);
        var command = IdCommand.Create(
            options, "open", "Have a run ask before a node begins.", "The run.", output, (client, id, parsed) =>
            {
                var request = new OpenCheckpointRequest
                {
                    Message = parsed.GetRequiredValue(message),
                    Node = parsed.GetValue(node),
                    Key = parsed.GetValue(key),
                };
                return client.OpenCheckpointAsync(id, request, context.Interrupted);
            });
        command.Arguments.Add(message);
        command.Options.Add(node);
        command.Options.Add(key);
        return command;
    }

    private static Command Answer(
        ResultOutput<CheckpointView> output,
        ConnectionOptions options,
        string name,
        string route,
        string description)
    {
        var feedback = new Option<string?>("--feedback") { Description = "Why, in words; needed for a correction." };
        var correction = new Option<string?>("--correction") { Description = "What is to be done about it." };
        var command = IdCommand.Create(
            options, name, description, "The checkpoint.", output, (client, id, parsed) =>
            {
                var answer = new AnswerCheckpointRequest
                {
                    Feedback = parsed.GetValue(feedback),
                    Correction = parsed.GetValue(correction),
                };
                return client.AnswerCheckpointAsync(route, id, answer, output.Context.Interrupted);
            });
        command.Options.Add(feedback);
        command.Options.Add(correction);
        return command;
    }
}
