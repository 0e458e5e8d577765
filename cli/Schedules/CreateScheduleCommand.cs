using System.CommandLine;
using Swarm.Cli.Api;
using Swarm.Cli.Consoles;
using Swarm.Cli.Runs;
using Swarm.Cli.Workflows;
using Swarm.Contracts.Schedules;

namespace Swarm.Cli.Schedules;

/// <summary><c>swarm schedules create NAME FILE</c>: stores the workflow and a schedule for it.</summary>
internal static class CreateScheduleCommand
{
    public static Command Create(CliContext context, ConnectionOptions options, Option<bool> json)
    {
        var name = new Argument<string>("NAME") { Description = "Its name for people." };
        var file = new Argument<string>("FILE") { Description = "The workflow file (YAML)." };
        var cron = new Option<string>("--cron")
        {
            Description = "When it ticks: six fields, second first, such as '0 30 6 * * 1-5'.",
            Required = true,
        };
        var zone = SchedulesCommand.Zone();
        var inputs = new Option<string[]>("--input", "-i")
        {
            Description = "An input of the workflow: name=text, or name:=json. May be repeated.",
        };
        var overlap = new Option<string>("--overlap")
        {
            Description = "What a tick does while an earlier run goes on: skip, queue or cancel-previous.",
            DefaultValueFactory = _ => "skip",
        };
        overlap.AcceptOnlyFromAmong("skip", "queue", "cancel-previous");
        var catchUp = new Option<string>("--catch-up")
        {
            Description = "Which ticks are made up for that came while nothing ran: none, latest or all.",
            DefaultValueFactory = _ => "none",
        };
        catchUp.AcceptOnlyFromAmong("none", "latest", "all");
        var command = new Command("create", "Make a schedule.") { name, file, cron, zone, inputs, overlap, catchUp };
        command.SetAction(async (parsed, _) =>
        {
            using var client = options.Connect(parsed, context);
            var request = new ScheduleRequest
            {
                Name = parsed.GetRequiredValue(name),
                WorkflowId = "",
                Cron = parsed.GetRequiredValue(cron),
                TimeZone = parsed.GetValue(zone) ?? context.Time.LocalTimeZone.Id,
                Inputs = RunInputs.Parse(parsed.GetValue(inputs) ?? []).Inputs,
                Overlap = Enum.Parse<OverlapPolicy>(Word(parsed.GetValue(overlap)), ignoreCase: true),
                CatchUp = Enum.Parse<CatchUpPolicy>(Word(parsed.GetValue(catchUp)), ignoreCase: true),
            };
            return await ExecuteAsync(
                context, client, request, parsed.GetRequiredValue(file), parsed.GetValue(json));
        });
        return command;
    }

    private static string Word(string? option) => option!.Replace("-", "", StringComparison.Ordinal);

    private static async Task<int> ExecuteAsync(
        CliContext context, SwarmClient client, ScheduleRequest request, string file, bool json)
    {
        var text = await WorkflowFile.ReadAsync(file, context.Interrupted);
        try
        {
            var workflow = (await client.StoreWorkflowAsync(text, context.Interrupted)).Summary;
            var made = await client.CreateScheduleAsync(
                request with { WorkflowId = workflow.Id }, context.Interrupted);
            SchedulesCommand.Write(context, made, json);
            return ExitCodes.Ok;
        }
        catch (ApiException e) when (e.Problem.WorkflowErrors is { Count: > 0 } errors)
        {
            WorkflowErrorText.Write(context.Error, file, errors);
            return ExitCodes.WrongInput;
        }
    }
}
