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
        command.Add(Release(context, options));
        return command;
    }

    private static Command Release(CliContext context, ConnectionOptions options)
    {
        var name = new Argument<string>("name") { Description = "The lock." };
        var reason = new Option<string?>("--reason") { Description = "Why; it goes into the history of the run." };
        var command = new Command(
            "release", "Take a lock from the node that holds it. What the node runs is ended and begins anew.")
        {
            name,
            reason,
        };
        command.SetAction(async (parsed, _) =>
        {
            using var client = options.Connect(parsed, context);
            var wanted = parsed.GetValue(name)!;
            var page = await client.GetAsync(
                $"{ApiRoutes.Locks}?limit={Limit}",
                SwarmJsonContext.Default.ListPageLockView,
                context.Interrupted);
            var held = page.Items.FirstOrDefault(one => one.Name == wanted)
                ?? throw CliException.WrongInput($"Nobody holds the lock '{wanted}'.");
            var route = ApiRoutes.ReleaseLock.Replace("{name}", Uri.EscapeDataString(wanted), StringComparison.Ordinal);
            var request = new ReleaseLockRequest
            {
                RunId = held.RunId,
                Node = held.Node,
                Reason = parsed.GetValue(reason),
            };
            var taken = await client.SendAsync(
                HttpMethod.Post,
                route,
                SwarmClient.Body(request, SwarmJsonContext.Default.ReleaseLockRequest),
                SwarmJsonContext.Default.LockView,
                context.Interrupted);
            context.Out.WriteLine($"'{taken.Name}' was taken from '{taken.Node}' of run {taken.RunId}.");
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
