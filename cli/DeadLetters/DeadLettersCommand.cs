using System.CommandLine;
using Swarm.Cli.Api;
using Swarm.Cli.Consoles;
using Swarm.Cli.Json;
using Swarm.Contracts.DeadLetters;
using Swarm.Contracts.Paging;

namespace Swarm.Cli.DeadLetters;

/// <summary><c>swarm dead-letters</c>: work that was parked, and what is decided for it.</summary>
internal static class DeadLettersCommand
{
    private const int Limit = 50;

    public static Command Create(CliContext context, ConnectionOptions options)
    {
        var json = new Option<bool>("--json") { Description = "Write JSON instead of text.", Recursive = true };
        var one = new ResultOutput<DeadLetter>(
            context, json, JsonOutput.Indented.DeadLetter, DeadLetterText.Write);
        var list = new ResultOutput<ListPage<DeadLetter>>(
            context,
            json,
            JsonOutput.Indented.ListPageDeadLetter,
            (context, page) => DeadLetterText.WriteTable(context, page.Items));
        var command = new Command("dead-letters", "Work that was delivered too often without a result.")
        {
            json,
            ForOne("show", "Show one with its deliveries.", (client, id, _) =>
                client.GetDeadLetterAsync(id, context.Interrupted)),
            ForOne("replay", "Queue its work again; the node goes on waiting.", (client, id, _) =>
                client.ReplayDeadLetterAsync(id, context.Interrupted)),
            ForOne("drop", "Give its work up; the node fails.", (client, id, _) =>
                client.DropDeadLetterAsync(id, context.Interrupted)),
        };
        WaitingList.AddTo(
            command,
            options,
            "List those that wait, newest first.",
            "Also those that were settled.",
            list,
            (client, isAll, run) =>
                client.ListDeadLettersAsync(isAll ? "all" : "parked", run, Limit, context.Interrupted));
        return command;

        Command ForOne(
            string name, string description, Func<SwarmClient, string, ParseResult, Task<DeadLetter>> ask) =>
            IdCommand.Create(options, name, description, "The dead letter.", one, ask);
    }
}
