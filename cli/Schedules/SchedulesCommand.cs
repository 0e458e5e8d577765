using System.CommandLine;
using Swarm.Cli.Api;
using Swarm.Cli.Consoles;
using Swarm.Cli.Json;
using Swarm.Contracts;
using Swarm.Contracts.Schedules;

namespace Swarm.Cli.Schedules;

/// <summary><c>swarm schedules</c>: the list, and what is done with one schedule.</summary>
internal static class SchedulesCommand
{
    private const int ListLimit = 200;
    private const int TickLimit = 10;

    public static Command Create(CliContext context, ConnectionOptions options)
    {
        var json = new Option<bool>("--json") { Description = "Write JSON instead of text.", Recursive = true };
        var command = new Command("schedules", "List schedules, which start runs by themselves.")
        {
            json,
            CreateScheduleCommand.Create(context, options, json),
            Show(context, options, json),
            Change(context, options, json, "pause", "Let a schedule tick no more.", ApiRoutes.PauseSchedule),
            Change(context, options, json, "resume", "Let it tick again, from now on.", ApiRoutes.ResumeSchedule),
            Run(context, options, json),
            Delete(context, options),
            Preview(context, options, json),
        };
        command.SetAction(async (parsed, _) =>
        {
            using var client = options.Connect(parsed, context);
            var page = await client.ListSchedulesAsync(ListLimit, context.Interrupted);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(context.Out, page, JsonOutput.Indented.ListPageScheduleDetail);
            }
            else
            {
                ScheduleText.WriteTable(context, page.Items);
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    /// <summary>Writes a schedule as it is now.</summary>
    public static void Write(CliContext context, ScheduleDetail schedule, bool json)
    {
        if (json)
        {
            JsonOutput.Write(context.Out, schedule, JsonOutput.Indented.ScheduleDetail);
        }
        else
        {
            ScheduleText.WriteDetail(context, schedule, []);
        }
    }

    private static Command Show(CliContext context, ConnectionOptions options, Option<bool> json) => Of(
        context,
        options,
        "show",
        "Show a schedule, its next ticks and what the last ones did.",
        async (client, id, parsed) =>
        {
            var schedule = await client.GetScheduleAsync(id, context.Interrupted);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(context.Out, schedule, JsonOutput.Indented.ScheduleDetail);
                return;
            }

            var ticks = await client.ListTicksAsync(schedule.Id, TickLimit, context.Interrupted);
            ScheduleText.WriteDetail(context, schedule, ticks.Items);
        });

    private static Command Change(
        CliContext context,
        ConnectionOptions options,
        Option<bool> json,
        string name,
        string description,
        string route) =>
        Of(context, options, name, description, async (client, id, parsed) =>
            Write(context, await client.ChangeScheduleAsync(route, id, context.Interrupted), parsed.GetValue(json)));

    private static Command Run(CliContext context, ConnectionOptions options, Option<bool> json) => Of(
        context, options, "run", "Start a run of a schedule now.", async (client, id, parsed) =>
        {
            var run = await client.RunScheduleAsync(id, context.Interrupted);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(context.Out, run, JsonOutput.Indented.RunDetail);
            }
            else
            {
                context.Out.WriteLine(run.Summary.Id);
            }
        });

    private static Command Delete(CliContext context, ConnectionOptions options) => Of(
        context,
        options,
        "delete",
        "Delete a schedule; its runs stay.",
        (client, id, _) => client.DeleteScheduleAsync(id, context.Interrupted));

    private static Command Of(
        CliContext context,
        ConnectionOptions options,
        string name,
        string description,
        Func<SwarmClient, string, ParseResult, Task> act) =>
        IdCommand.Create(context, options, name, description, "The schedule.", act);

    private static Command Preview(CliContext context, ConnectionOptions options, Option<bool> json)
    {
        var cron = new Argument<string>("CRON") { Description = "Six fields, second first, such as '0 30 6 * * 1-5'." };
        var zone = Zone();
        var count = new Option<int>("--count") { Description = "How many ticks.", DefaultValueFactory = _ => 10 };
        var command = new Command("preview", "Tell when a schedule would tick.") { cron, zone, count };
        command.SetAction(async (parsed, _) =>
        {
            using var client = options.Connect(parsed, context);
            var request = new SchedulePreviewRequest
            {
                Cron = parsed.GetRequiredValue(cron),
                TimeZone = parsed.GetValue(zone) ?? context.Time.LocalTimeZone.Id,
                Count = parsed.GetValue(count),
            };
            var preview = await client.PreviewScheduleAsync(request, context.Interrupted);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(context.Out, preview, JsonOutput.Indented.SchedulePreview);
                return ExitCodes.Ok;
            }

            foreach (var tick in preview.Ticks)
            {
                context.Out.WriteLine(ScheduleText.TimeOf(context, tick));
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    public static Option<string?> Zone() => new("--zone")
    {
        Description = "Its time zone, such as Europe/Berlin; by default that of this machine.",
    };
}
