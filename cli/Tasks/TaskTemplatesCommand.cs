using System.CommandLine;
using Swarm.Cli.Api;
using Swarm.Cli.Consoles;
using Swarm.Cli.Json;
using Swarm.Cli.Workflows;

namespace Swarm.Cli.Tasks;

/// <summary><c>swarm tasks templates</c>: the list, and storing one.</summary>
internal static class TaskTemplatesCommand
{
    public static Command Create(CliContext context, ConnectionOptions options, Option<bool> json)
    {
        var command = new Command("templates", "List the templates that break tasks down.") { Save(context, options) };
        command.SetAction(async (parsed, _) =>
        {
            using var client = options.Connect(parsed, context);
            var page = await client.ListTaskTemplatesAsync(context.Interrupted);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(context.Out, page, JsonOutput.Indented.ListPageTaskTemplateSummary);
                return ExitCodes.Ok;
            }

            foreach (var template in page.Items)
            {
                context.Out.WriteLine($"{template.Name}: {string.Join(", ", template.Subtasks)}");
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Save(CliContext context, ConnectionOptions options)
    {
        var name = new Argument<string>("NAME") { Description = "The template's name, which stands in its file." };
        var file = new Argument<string>("FILE") { Description = "Its file (YAML)." };
        var command = new Command("save", "Store a template of your own.") { name, file };
        command.SetAction(async (parsed, _) =>
        {
            using var client = options.Connect(parsed, context);
            var path = parsed.GetRequiredValue(file);
            var source = await WorkflowFile.ReadAsync(path, context.Interrupted);
            try
            {
                await client.SaveTaskTemplateAsync(parsed.GetRequiredValue(name), source, context.Interrupted);
                return ExitCodes.Ok;
            }
            catch (ApiException e) when (e.Problem.WorkflowErrors is { Count: > 0 } errors)
            {
                WorkflowErrorText.Write(context.Error, path, errors);
                return ExitCodes.WrongInput;
            }
        });
        return command;
    }
}
