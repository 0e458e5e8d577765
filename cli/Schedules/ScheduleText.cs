using Spectre.Console;
using Swarm.Cli.Consoles;
using Swarm.Contracts.Schedules;

namespace Swarm.Cli.Schedules;

/// <summary>Schedules for people.</summary>
internal static class ScheduleText
{
    public static void WriteTable(CliContext context, IReadOnlyList<ScheduleDetail> schedules)
    {
        if (schedules.Count == 0)
        {
            context.Out.WriteLine("No schedules yet. `swarm schedules create` makes one.");
            return;
        }

        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("schedule", "name", "cron", "zone", "next", "last run");
        foreach (var schedule in schedules)
        {
            table.AddRow(
                schedule.Id,
                Markup.Escape(schedule.Name),
                Markup.Escape(schedule.Cron),
                Markup.Escape(schedule.TimeZone),
                schedule switch
                {
                    { Paused: true } => "[yellow]paused[/]",
                    { NextTicks: [var next, ..] } => TimeOf(context, next),
                    _ => "never",
                },
                schedule.LastRunId ?? "");
        }

        context.Console.Write(table);
    }

    public static void WriteDetail(CliContext context, ScheduleDetail schedule, IReadOnlyList<ScheduleTick> ticks)
    {
        context.Out.WriteLine($"{schedule.Name} ({schedule.Id}){(schedule.Paused ? ", paused" : "")}");
        context.Out.WriteLine($"{schedule.Cron} in {schedule.TimeZone}; workflow {schedule.WorkflowId}"
            + $" {(schedule.Version is { } version ? $"v{version}" : "(newest version)")};"
            + $" overlap {Words(schedule.Overlap)}, catch-up {Words(schedule.CatchUp)}");
        foreach (var next in schedule.NextTicks)
        {
            context.Out.WriteLine($"  next    {TimeOf(context, next)}");
        }

        foreach (var tick in ticks)
        {
            var what = tick.RunId is { } run ? $"run {run}" : tick.Reason;
            var count = tick.Count == 1 ? "" : $" (and {tick.Count - 1} before it)";
            context.Out.WriteLine($"  {Words(tick.Outcome),-7} {TimeOf(context, tick.At)}{count}  {what}");
        }
    }

    public static string TimeOf(CliContext context, DateTimeOffset time) =>
        $"{TimeZoneInfo.ConvertTime(time, context.Time.LocalTimeZone):yyyy-MM-dd HH:mm:ss}";

    private static string Words(Enum value) => value switch
    {
        OverlapPolicy.CancelPrevious => "cancel-previous",
        _ => value.ToString().ToLowerInvariant(),
    };
}
