using System.CommandLine;
using Swarm.Cli.Api;
using Swarm.Cli.Consoles;
using Swarm.Cli.Json;
using Swarm.Contracts.Clarifications;
using Swarm.Contracts.Paging;

namespace Swarm.Cli.Clarifications;

/// <summary><c>swarm questions</c>: what work items ask.</summary>
internal static class QuestionsCommand
{
    private const int Limit = 50;

    public static Command Create(CliContext context, ConnectionOptions options)
    {
        var json = new Option<bool>("--json") { Description = "Write JSON instead of text.", Recursive = true };
        var one = new ResultOutput<Clarification>(
            context, json, JsonOutput.Indented.Clarification, ClarificationText.Write);
        var list = new ResultOutput<ListPage<Clarification>>(
            context,
            json,
            JsonOutput.Indented.ListPageClarification,
            (context, page) => ClarificationText.WriteTable(context, page.Items));
        var command = new Command("questions", "What work asks and waits for; `swarm answer` answers.")
        {
            json,
            IdCommand.Create(options, "show", "Show one.", "The question.", one, (client, id, _) =>
                client.GetQuestionAsync(id, context.Interrupted)),
        };
        WaitingList.AddTo(
            command,
            options,
            "List those that are open, newest first.",
            "Also those that are closed.",
            list,
            (client, isAll, run) => client.ListQuestionsAsync(!isAll, run, Limit, context.Interrupted));
        return command;
    }
}
