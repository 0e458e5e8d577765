using Spectre.Console;
using Swarm.Cli.Consoles;
using Swarm.Cli.Watching;
using Swarm.Contracts.Json;
using Swarm.Contracts.Tasks;

namespace Swarm.Cli.Tasks;

/// <summary>Tasks for people.</summary>
internal static class TaskText
{
    public static void WriteTable(CliContext context, IReadOnlyList<TaskDetail> tasks)
    {
        if (tasks.Count == 0)
        {
            context.Out.WriteLine("No such tasks. `swarm tasks create TITLE` makes one.");
            return;
        }

        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("task", "title", "type", "status", "done", "run");
        foreach (var task in tasks)
        {
            table.AddRow(
                task.Id,
                Markup.Escape(task.Task.Title),
                EnumWords.Of(task.Task.Type),
                $"[{StatusWords.ColourOf(task.Status)}]{StatusWords.Of(task.Status)}[/]",
                $"{task.Progress} %",
                task.RunId ?? "");
        }

        context.Console.Write(table);
    }

    public static void WriteDetail(CliContext context, TaskDetail task, IReadOnlyList<SubtaskDetail> subtasks)
    {
        context.Out.WriteLine($"{task.Task.Title} ({task.Id}, version {task.Version})");
        context.Out.WriteLine($"{EnumWords.Of(task.Task.Type)}: {StatusWords.Of(task.Status)}, {task.Progress} % done"
            + (task.RunId is { } run ? $", run {run}" : ""));
        WriteDecomposition(context, task);
        if (task.Reason is { } reason)
        {
            context.Out.WriteLine(reason);
        }

        foreach (var other in task.WaitsFor)
        {
            context.Out.WriteLine($"  waits for {other}");
        }

        foreach (var subtask in subtasks)
        {
            context.Out.WriteLine(
                $"  {StatusWords.Of(subtask.Status),-9} {subtask.Id}: {subtask.Title} "
                + (subtask.Complexity is { } complexity
                    ? $"({subtask.Tool}, complexity {complexity})"
                    : $"({subtask.Tool})"));
        }
    }

    private static void WriteDecomposition(CliContext context, TaskDetail task)
    {
        var text = task switch
        {
            { Decomposition: { By: Decomposer.Template, Reason: { } why } } => $"broken down by its template: {why}",
            { Decomposition.By: Decomposer.Director } => "broken down by a director",
            { Task.Director: not null } => "a director is to break it down",
            _ => null,
        };
        if (text is not null)
        {
            context.Out.WriteLine(text);
        }
    }
}
