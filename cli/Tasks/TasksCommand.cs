using System.CommandLine;
using Swarm.Cli.Api;
using Swarm.Cli.Consoles;
using Swarm.Cli.Json;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Paging;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.Tasks;

namespace Swarm.Cli.Tasks;

/// <summary><c>swarm tasks</c>: the list, and what is done with one task.</summary>
internal static class TasksCommand
{
    private const int DefaultLimit = 20;
    private const string What = "The task.";

    public static Command Create(CliContext context, ConnectionOptions options)
    {
        var json = new Option<bool>("--json") { Description = "Write JSON instead of text.", Recursive = true };
        var status = new Option<string?>("--status")
        {
            Description = $"Only these: {string.Join(", ", EnumWords.All<RunStatus>())}.",
        };
        var type = new Option<string?>("--type") { Description = "Only tasks of this type." };
        var limit = new Option<int>("--limit")
        {
            Description = "How many, newest first (1 to 200).",
            DefaultValueFactory = _ => DefaultLimit,
        };
        var one = new ResultOutput<TaskDetail>(
            context,
            json,
            JsonOutput.Indented.TaskDetail,
            (context, task) => TaskText.WriteDetail(context, task, []));
        var command = new Command("tasks", "List tasks.")
        {
            json,
            status,
            type,
            limit,
            CreateTaskCommand.Create(context, options, json),
            Show(context, options, json),
            Change("start", "Start a task, or start it again.", ApiRoutes.StartTask),
            Change("cancel", "Cancel a task and its run.", ApiRoutes.CancelTask),
            Relate(context, options),
            Delete(context, options),
            TaskTemplatesCommand.Create(context, options, json),
        };
        foreach (var versions in TaskVersionCommands.Create(context, options, one))
        {
            command.Add(versions);
        }

        var list = new ResultOutput<ListPage<TaskDetail>>(
            context,
            json,
            JsonOutput.Indented.ListPageTaskDetail,
            (context, page) => TaskText.WriteTable(context, page.Items));
        command.SetAction(async (parsed, _) =>
        {
            using var client = options.Connect(parsed, context);
            var page = await client.ListTasksAsync(
                parsed.GetValue(limit), parsed.GetValue(status), parsed.GetValue(type), context.Interrupted);
            list.Show(parsed, page);
            return ExitCodes.Ok;
        });
        return command;

        Command Change(string name, string description, string route) => IdCommand.Create(
            options, name, description, What, one, (client, id, _) =>
                client.ChangeTaskAsync(route, id, context.Interrupted));
    }

    private static Command Show(CliContext context, ConnectionOptions options, Option<bool> json) => Of(
        context, options, "show", "Show a task and its subtasks.", async (client, id, parsed) =>
        {
            var task = await client.GetTaskAsync(id, context.Interrupted);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(context.Out, task, JsonOutput.Indented.TaskDetail);
                return;
            }

            var subtasks = await client.ListSubtasksAsync(task.Id, context.Interrupted);
            TaskText.WriteDetail(context, task, subtasks.Items);
        });

    private static Command Relate(CliContext context, ConnectionOptions options)
    {
        var id = new Argument<string>("ID") { Description = What };
        var kind = new Argument<string>("KIND") { Description = "depends_on, blocks or relates_to." };
        kind.AcceptOnlyFromAmong(EnumWords.All<TaskRelationKind>());
        var other = new Argument<string>("OTHER") { Description = "The other task." };
        var command = new Command("relate", "Say how a task stands to another.") { id, kind, other };
        command.SetAction(async (parsed, _) =>
        {
            using var client = options.Connect(parsed, context);
            var relation = new TaskRelation(
                EnumWords.Find<TaskRelationKind>(parsed.GetRequiredValue(kind))!.Value, parsed.GetRequiredValue(other));
            var all = await client.RelateTaskAsync(parsed.GetRequiredValue(id), relation, context.Interrupted);
            foreach (var known in all.Items)
            {
                context.Out.WriteLine($"{EnumWords.Of(known.Kind)} {known.TaskId}");
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Delete(CliContext context, ConnectionOptions options) => Of(
        context,
        options,
        "delete",
        "Delete a task; its runs stay.",
        (client, id, _) => client.DeleteTaskAsync(id, context.Interrupted));

    private static Command Of(
        CliContext context,
        ConnectionOptions options,
        string name,
        string description,
        Func<SwarmClient, string, ParseResult, Task> act) =>
        IdCommand.Create(context, options, name, description, What, act);
}
