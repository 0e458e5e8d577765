using System.CommandLine;
using Swarm.Cli.Api;
using Swarm.Cli.Consoles;

namespace Swarm.Cli.Logs;

/// <summary><c>swarm logs RUN [NODE]</c>: what the work of a run prints, line by line.</summary>
internal static class LogsCommand
{
    public static Command Create(CliContext context, ConnectionOptions options)
    {
        var run = new Argument<string>("RUN") { Description = "The run." };
        var node = new Argument<string?>("NODE")
        {
            Description = "The node, by its path; all nodes if it is left out.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on to the end of the run." };
        var times = new Option<bool>("--timestamps", "-t") { Description = "Begin each line with its time." };
        var command = new Command("logs", "Print what the work of a run prints.") { run, node, follow, times };
        command.SetAction(async (parsed, _) =>
        {
            using var client = options.Connect(parsed, context);
            var path = parsed.GetValue(node);
            var detail = await client.GetRunAsync(parsed.GetRequiredValue(run), context.Interrupted);
            if (path is not null && detail.Nodes.All(known => known.Path != path))
            {
                throw CliException.WrongInput($"Run '{detail.Summary.Id}' has no node '{path}'.");
            }

            var lines = new LogLines(context, namesNodes: path is null, parsed.GetValue(times));
            using var logs = new RunLogs(client, context.Time, detail.Summary.Id, path, lines);
            await (parsed.GetValue(follow)
                ? logs.FollowAsync(context.Interrupted)
                : logs.ReadAsync(context.Interrupted));
            return ExitCodes.Ok;
        });
        return command;
    }
}
