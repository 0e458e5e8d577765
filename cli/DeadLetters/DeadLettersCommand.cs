using System.CommandLine;
using Swarm.Cli.Api;
using Swarm.Cli.Consoles;
using Swarm.Cli.Json;
using Swarm.Contracts.DeadLetters;

namespace Swarm.Cli.DeadLetters;

/// <summary><c>swarm dead-letters</c>: work that was parked, and what is decided for it.</summary>
internal static class DeadLettersCommand
{
    private const int Limit = 50;

    public static Command Create(CliContext context, ConnectionOptions options)
    {
        var json = new Option<bool>("--json") { Description = "Write JSON instead of text.", Recursive = true };
        var list = List(context, options, json);
        var command = new Command("dead-letters", "Work that was delivered too often without a result.")
        {
            json,
            list,
            ForOne("show", "Show one with its deliveries.", context, options, json, (client, id) =>
                client.GetDeadLetterAsync(id, context.Interrupted)),
            ForOne("replay", "Queue its work again; the node goes on waiting.", context, options, json, (client, id) =>
                client.ReplayDeadLetterAsync(id, context.Interrupted)),
            ForOne("drop", "Give its work up; the node fails.", context, options, json, (client, id) =>
                client.DropDeadLetterAsync(id, context.Interrupted)),
        };
        command.SetAction((parsed, _) => ListAsync(context, options, parsed, isAll: false, run: null, json));
        return command;
    }

    private static Command List(CliContext context, ConnectionOptions options, Option<bool> json)
    {
        var all = new Option<bool>("--all") { Description = "Also those that were settled." };
        var run = new Option<string?>("--run") { Description = "Only those of one run." };
        var command = new Command("list", "List those that wait, newest first.") { all, run };
        command.SetAction((parsed, _) =>
            ListAsync(context, options, parsed, parsed.GetValue(all), parsed.GetValue(run), json));
        return command;
    }

    private static async Task<int> ListAsync(
        CliContext context,
        ConnectionOptions options,
        ParseResult parsed,
        bool isAll,
        string? run,
        Option<bool> json)
    {
        using var client = options.Connect(parsed, context);
        var page = await client.ListDeadLettersAsync(isAll ? "all" : "parked", run, Limit, context.Interrupted);
        if (parsed.GetValue(json))
        {
            JsonOutput.Write(context.Out, page, JsonOutput.Indented.ListPageDeadLetter);
        }
        else
        {
            DeadLetterText.WriteTable(context, page.Items);
        }

        return ExitCodes.Ok;
    }

    private static Command ForOne(
        string name,
        string description,
        CliContext context,
        ConnectionOptions options,
        Option<bool> json,
        Func<SwarmClient, string, Task<DeadLetter>> ask)
    {
        var id = new Argument<string>("ID") { Description = "The dead letter." };
        var command = new Command(name, description) { id };
        command.SetAction(async (parsed, _) =>
        {
            using var client = options.Connect(parsed, context);
            var letter = await ask(client, parsed.GetRequiredValue(id));
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(context.Out, letter, JsonOutput.Indented.DeadLetter);
            }
            else
            {
                DeadLetterText.Write(context, letter);
            }

            return ExitCodes.Ok;
        });
        return command;
    }
}
