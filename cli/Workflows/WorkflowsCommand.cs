using System.CommandLine;
using Swarm.Cli.Api;
using Swarm.Cli.Consoles;
using Swarm.Cli.Json;

namespace Swarm.Cli.Workflows;

/// <summary><c>swarm workflows validate FILE</c>: the control plane reads the file and stores nothing.</summary>
internal static class WorkflowsCommand
{
    public static Command Create(CliContext context, ConnectionOptions options)
    {
        var file = new Argument<string>("FILE") { Description = "The workflow file (YAML)." };
        var json = new Option<bool>("--json") { Description = "Write what was found as JSON." };
        var validate = new Command("validate", "Say what is wrong in a workflow file.") { file, json };
        validate.SetAction(async (parsed, _) =>
        {
            using var client = options.Connect(parsed, context);
            return await ValidateAsync(context, client, parsed.GetRequiredValue(file), parsed.GetValue(json));
        });
        return new Command("workflows", "Work with workflow files.") { validate };
    }

    private static async Task<int> ValidateAsync(CliContext context, SwarmClient client, string file, bool json)
    {
        var text = await WorkflowFile.ReadAsync(file, context.Interrupted);
        var found = await client.ValidateWorkflowAsync(text, context.Interrupted);
        if (json)
        {
            JsonOutput.Write(context.Out, found, JsonOutput.Indented.ValidateWorkflowResponse);
        }
        else if (found.Valid)
        {
            context.Out.WriteLine($"{file}: {found.Name} is valid, {found.Nodes.Count} nodes.");
        }
        else
        {
            WorkflowErrorText.Write(context.Error, file, found.Errors);
        }

        return found.Valid ? ExitCodes.Ok : ExitCodes.WrongInput;
    }
}
