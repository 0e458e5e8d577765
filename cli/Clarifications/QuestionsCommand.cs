using System.CommandLine;
using Swarm.Cli.Api;
using Swarm.Cli.Consoles;
using Swarm.Cli.Json;

namespace Swarm.Cli.Clarifications;

/// <summary><c>swarm questions</c>: what work items ask.</summary>
internal static class QuestionsCommand
{
    private const int Limit = 50;

    public static Command Create(CliContext context, ConnectionOptions options)
    {
        var json = new Option<bool>("--json") { Description = "Write JSON instead of text.", Recursive = true };
        var command = new Command("questions", "What work asks and waits for; `swarm answer` answers.")
        {
            json,
            List(context, options, json),
            Show(context, options, json),
        };
        command.SetAction((parsed, _) => ListAsync(context, options, parsed, isAll: false, run: null, json));
        return command;
    }

    private static Command List(CliContext context, ConnectionOptions options, Option<bool> json)
    {
        var all = new Option<bool>("--all") { Description = "Also those that are closed." };
        var run = new Option<string?>("--run") { Description = "Only those of one run." };
        var command = new Command("list", "List those that are open, newest first.") { all, run };
        command.SetAction((parsed, _) =>
            ListAsync(context, options, parsed, parsed.GetValue(all), parsed.GetValue(run), json));
        return command;
    }

    private static Command Show(CliContext context, ConnectionOptions options, Option<bool> json)
    {
        var id = new Argument<string>("ID") { Description = "The question." };
        var command = new Command("show", "Show one.") { id };
        command.SetAction(async (parsed, _) =>
        {
            using var client = options.Connect(parsed, context);
            var question = await client.GetQuestionAsync(parsed.GetRequiredValue(id), context.Interrupted);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(context.Out, question, JsonOutput.Indented.Clarification);
            }
            else
            {
                ClarificationText.Write(context, question);
            }

            return ExitCodes.Ok;
        });
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
        var page = await client.ListQuestionsAsync(!isAll, run, Limit, context.Interrupted);
        if (parsed.GetValue(json))
        {
            JsonOutput.Write(context.Out, page, JsonOutput.Indented.ListPageClarification);
        }
        else
        {
            ClarificationText.WriteTable(context, page.Items);
        }

        return ExitCodes.Ok;
    }
}
