using System.CommandLine;
using Swarm.Cli.Api;
using Swarm.Cli.Consoles;
using Swarm.Cli.Json;

namespace Swarm.Cli.Tasks;

/// <summary><c>swarm tasks create TITLE</c>.</summary>
internal static class CreateTaskCommand
{
    public static Command Create(CliContext context, ConnectionOptions options, Option<bool> json)
    {
        var spec = new TaskSpecOptions();
        var noStart = new Option<bool>("--no-start") { Description = "Make it, and start it later." };
        var command = new Command("create", "Make a task and start it.") { noStart };
        spec.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            using var client = options.Connect(parsed, context);
            var start = !parsed.GetValue(noStart);
            var made = await client.CreateTaskAsync(spec.Read(parsed), start, context.Interrupted);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(context.Out, made, JsonOutput.Indented.TaskDetail);
            }
            else
            {
                context.Out.WriteLine(made.Id);
            }

            return ExitCodes.Ok;
        });
        return command;
    }
}
