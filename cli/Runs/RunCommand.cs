using System.CommandLine;
using Swarm.Cli.Api;
using Swarm.Cli.Consoles;
using Swarm.Cli.Json;
using Swarm.Cli.Workflows;
using Swarm.Contracts.Runs;

namespace Swarm.Cli.Runs;

/// <summary><c>swarm run FILE</c>: stores the workflow, starts a run and shows it to its end.</summary>
internal static class RunCommand
{
    public static Command Create(CliContext context, ConnectionOptions options)
    {
        var file = new Argument<string>("FILE") { Description = "The workflow file (YAML)." };
        var inputs = new Option<string[]>("--input", "-i")
        {
            Description = "An input: name=text, or name:=json for numbers, booleans, lists. "
                + "A text that begins with ./ or ../ becomes a full path. May be repeated.",
        };
        var noWatch = new Option<bool>("--no-watch") { Description = "Start the run and return at once." };
        var json = new Option<bool>("--json")
        {
            Description = "Write the run as JSON; progress goes to standard error.",
        };
        var command = new Command("run", "Run a workflow file.") { file, inputs, noWatch, json };
        command.SetAction(async (parsed, _) =>
        {
            using var client = options.Connect(parsed, context);
            return await ExecuteAsync(
                context,
                client,
                parsed.GetRequiredValue(file),
                RunInputs.Parse(parsed.GetValue(inputs) ?? []),
                watch: !parsed.GetValue(noWatch),
                parsed.GetValue(json));
        });
        return command;
    }

    private static async Task<int> ExecuteAsync(
        CliContext context, SwarmClient client, string file, ExecuteWorkflowRequest request, bool watch, bool json)
    {
        var text = await WorkflowFile.ReadAsync(file, context.Interrupted);
        RunDetail run;
        try
        {
            var workflow = (await client.StoreWorkflowAsync(text, context.Interrupted)).Summary;
            run = await client.ExecuteAsync(
                workflow.Id, request with { Version = workflow.Version }, context.Interrupted);
        }
        catch (ApiException e) when (e.Problem.WorkflowErrors is { Count: > 0 } errors)
        {
            WorkflowErrorText.Write(context.Error, file, errors);
            return ExitCodes.WrongInput;
        }

        if (watch)
        {
            if (!json)
            {
                context.Out.WriteLine($"Run {run.Summary.Id}");
            }

            return await RunResult.WatchAsync(context, client, run.Summary.Id, json);
        }

        if (json)
        {
            JsonOutput.Write(context.Out, run, JsonOutput.Indented.RunDetail);
        }
        else
        {
            context.Out.WriteLine(run.Summary.Id);
        }

        return ExitCodes.Ok;
    }
}
