using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Swarm.Cli.Api;
using Swarm.Cli.Consoles;
using Swarm.Cli.Json;
using Swarm.Cli.Watching;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Queues;

namespace Swarm.Cli.Queues;

/// <summary><c>swarm queues</c>: what waits in the queues, for how long, and how fast it goes.</summary>
internal static class QueuesCommand
{
    private const int Limit = 200;

    public static Command Create(CliContext context, ConnectionOptions options)
    {
        var json = new Option<bool>("--json") { Description = "Write JSON." };
        var command = new Command("queues", "Show what waits in the queues and how fast it goes.") { json };
        command.SetAction(async (parsed, _) =>
        {
            using var client = options.Connect(parsed, context);
            var page = await client.GetAsync(
                $"{ApiRoutes.Queues}?limit={Limit}",
                SwarmJsonContext.Default.ListPageQueueSummary,
                context.Interrupted);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(context.Out, page, JsonOutput.Indented.ListPageQueueSummary);
            }
            else
            {
                WriteTable(context, page.Items);
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    private static void WriteTable(CliContext context, IReadOnlyList<QueueSummary> queues)
    {
        if (queues.Count == 0)
        {
            context.Out.WriteLine("Nothing waits, and nothing went through the queues in the last minutes.");
            return;
        }

        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("queue", "waiting", "oldest", "in/min", "claimed/min", "done/min", "p50", "p95", "poison");
        foreach (var queue in queues)
        {
            table.AddRow(
                Markup.Escape(queue.Name),
                Number(queue.Depth),
                Duration(queue.OldestAge),
                Number(queue.Enqueued.LastMinute),
                Number(queue.Claimed.LastMinute),
                Number(queue.Finished.LastMinute),
                Duration(queue.WaitP50),
                Duration(queue.WaitP95),
                queue.Poisoned == 0 ? "" : $"[red]{Number(queue.Poisoned)}[/]");
        }

        context.Console.Write(table);
    }

    private static string Number(double number) => number.ToString("0", CultureInfo.InvariantCulture);

    private static string Duration(TimeSpan? duration) => duration switch
    {
        null => "",
        { TotalSeconds: < 1 } time => $"{Number(time.TotalMilliseconds)} ms",
        { } time => StatusWords.Duration(time),
    };
}
