using System.CommandLine;
using Spectre.Console;
using Swarm.Cli.Api;
using Swarm.Cli.Consoles;
using Swarm.Cli.Json;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Locks;
using Swarm.Contracts.Paging;

namespace Swarm.Cli.Locks;

/// <summary><c>swarm locks</c>: which nodes hold locks, and how many wait for them.</summary>
internal static class LocksCommand
{
    private const int Limit = 200;

    public static Command Create(CliContext context, ConnectionOptions options)
    {
        var json = new Option<bool>("--json") { Description = "Write JSON instead of text." };
        var output = new ResultOutput<ListPage<LockView>>(
            context, json, JsonOutput.Indented.ListPageLockView, WriteTable);
        var command = new Command("locks", "List the locks that nodes hold, those held the longest first.") { json };
        command.SetAction(async (parsed, _) =>
        {
            using var client = options.Connect(parsed, context);
            output.Show(parsed, await client.GetAsync(
                $"{ApiRoutes.Locks}?limit={Limit}",
                SwarmJsonContext.Default.ListPageLockView,
                context.Interrupted));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static void WriteTable(CliContext context, ListPage<LockView> page)
    {
        if (page.Items.Count == 0)
        {
            context.Out.WriteLine("No locks are held.");
            return;
        }

        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("lock", "held by", "of run", "since", "waiting");
        foreach (var held in page.Items)
        {
            table.AddRow(
                Markup.Escape(held.Name),
                Markup.Escape(held.Node),
                held.RunId,
                context.Local(held.HeldSince),
                $"{held.Waiting}");
        }

        context.Console.Write(table);
    }
}
