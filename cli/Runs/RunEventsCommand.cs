using System.CommandLine;
using System.Text.Json;
using Swarm.Cli.Api;
using Swarm.Cli.Consoles;
using Swarm.Cli.Watching;
using Swarm.Contracts;
using Swarm.Contracts.Json;

namespace Swarm.Cli.Runs;

/// <summary>
/// <c>swarm runs events</c>: the history of a run, all of it or what is asked for; as JSON, a line each.
/// </summary>
internal static class RunEventsCommand
{
    private const int PageSize = 500;

    public static Command Create(CliContext context, ConnectionOptions options, Option<bool> json)
    {
        var id = new Argument<string>("id") { Description = "The run." };
        var types = new Option<string[]>("--type")
        {
            Description = "Only events of this type, such as node_failed; may be given several times.",
        };
        var node = new Option<string?>("--node")
        {
            Description = "Only events of this node and what lies inside of it.",
        };
        var command = new Command("events", "Show the history of a run; with --json an event in each line.")
        {
            id,
            types,
            node,
        };
        command.SetAction(async (parsed, _) =>
        {
            using var client = options.Connect(parsed, context);
            var lines = new EventLines(context.Time.LocalTimeZone);
            var route = SwarmClient.WithId(ApiRoutes.RunEvents, parsed.GetValue(id)!)
                + $"?limit={PageSize}&type={Escape(string.Join(',', parsed.GetValue(types) ?? []))}"
                + $"&node={Escape(parsed.GetValue(node) ?? "")}";
            for (string? after = "0"; after is not null;)
            {
                var page = await client.GetAsync(
                    $"{route}&after={after}", SwarmJsonContext.Default.ListPageRunEvent, context.Interrupted);
                foreach (var told in page.Items)
                {
                    context.Out.WriteLine(parsed.GetValue(json)
                        ? JsonSerializer.Serialize(told, SwarmJsonContext.Default.RunEvent)
                        : lines.Format(told));
                }

                after = page.NextCursor;
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    private static string Escape(string text) => Uri.EscapeDataString(text);
}
