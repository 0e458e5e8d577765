using System.CommandLine;
using Swarm.Cli.Api;
using Swarm.Cli.Consoles;
using Swarm.Cli.Json;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Paging;
using Swarm.Contracts.Tasks;

namespace Swarm.Cli.Tasks;

/// <summary>What a task asked for in its versions: listed, compared, restored, and a new one made.</summary>
internal static class TaskVersionCommands
{
    private const string What = "The task.";

    private static readonly SwarmJsonContext s_json = SwarmJsonContext.Default;

    public static IEnumerable<Command> Create(
        CliContext context, ConnectionOptions options, ResultOutput<TaskDetail> task)
    {
        var versions = new ResultOutput<ListPage<TaskVersionDetail>>(
            context, task.Json, JsonOutput.Indented.ListPageTaskVersionDetail, WriteVersions);
        yield return IdCommand.Create(
            options, "versions", "List the versions of a task.", What, versions, (client, id, _) => client.GetAsync(
                SwarmClient.WithId(ApiRoutes.TaskVersions, id),
                s_json.ListPageTaskVersionDetail,
                context.Interrupted));
        yield return Compare(context, options, task.Json);
        yield return Restore(context, options, task);
        yield return Upgrade(context, options, task);
    }

    private static Command Compare(CliContext context, ConnectionOptions options, Option<bool> json)
    {
        var from = new Option<int?>("--from") { Description = "The one version; by default the last but one." };
        var to = new Option<int?>("--to") { Description = "The other; by default the newest." };
        var output = new ResultOutput<TaskComparison>(
            context, json, JsonOutput.Indented.TaskComparison, WriteComparison);
        var command = IdCommand.Create(
            options, "compare", "Show what differs between two versions.", What, output, (client, id, parsed) =>
            {
                string?[] bounds =
                [
                    parsed.GetValue(from) is { } first ? $"from={first}" : null,
                    parsed.GetValue(to) is { } last ? $"to={last}" : null,
                ];
                return client.GetAsync(
                    $"{SwarmClient.WithId(ApiRoutes.CompareTask, id)}?{string.Join('&', bounds.OfType<string>())}",
                    s_json.TaskComparison,
                    context.Interrupted);
            });
        command.Add(from);
        command.Add(to);
        return command;
    }

    private static Command Restore(
        CliContext context, ConnectionOptions options, ResultOutput<TaskDetail> output)
    {
        var version = new Argument<int>("VERSION") { Description = "The version that it is to be like again." };
        var reason = Reason();
        var command = IdCommand.Create(
            options, "restore", "Make a new version that is like an old one.", What, output, (client, id, parsed) =>
                client.SendAsync(
                    HttpMethod.Post,
                    SwarmClient.WithId(ApiRoutes.RestoreTask, id),
                    SwarmClient.Body(
                        new TaskRestore(parsed.GetRequiredValue(version), parsed.GetRequiredValue(reason)),
                        s_json.TaskRestore),
                    s_json.TaskDetail,
                    context.Interrupted));
        command.Add(version);
        command.Add(reason);
        return command;
    }

    private static Command Upgrade(
        CliContext context, ConnectionOptions options, ResultOutput<TaskDetail> output)
    {
        var title = new Option<string?>("--title") { Description = "What is to be done, in a line." };
        var description = new Option<string?>("--description") { Description = "What is to be done, at length." };
        var priority = new Option<string?>("--priority") { Description = "How urgent it is." };
        priority.AcceptOnlyFromAmong(EnumWords.All<TaskPriority>());
        var tools = new Option<string[]>("--tool") { Description = "A tool that may do it. May be repeated." };
        var reason = Reason();
        var command = IdCommand.Create(
            options,
            "upgrade",
            "Make a new version of a task; what is not given stays.",
            What,
            output,
            async (client, id, parsed) =>
            {
                var known = (await client.GetTaskAsync(id, context.Interrupted)).Task;
                var task = known with
                {
                    Title = parsed.GetValue(title) ?? known.Title,
                    Description = parsed.GetValue(description) ?? known.Description,
                    Priority = parsed.GetValue(priority) is { } word
                        ? EnumWords.Find<TaskPriority>(word)!.Value
                        : known.Priority,
                    Tools = parsed.GetValue(tools) is { Length: > 0 } named ? named : known.Tools,
                };
                return await client.SendAsync(
                    HttpMethod.Put,
                    SwarmClient.WithId(ApiRoutes.Task, id),
                    SwarmClient.Body(
                        new TaskUpgrade { Task = task, Reason = parsed.GetRequiredValue(reason) },
                        s_json.TaskUpgrade),
                    s_json.TaskDetail,
                    context.Interrupted);
            });
        foreach (var option in new Option[] { title, description, priority, tools, reason })
        {
            command.Add(option);
        }

        return command;
    }

    private static Option<string> Reason() => new("--reason") { Description = "Why.", Required = true };

    private static void WriteVersions(CliContext context, ListPage<TaskVersionDetail> page)
    {
        foreach (var version in page.Items)
        {
            context.Out.WriteLine(
                $"{version.Version}  {context.Local(version.At)}  {version.Task.Title}"
                + (version.Reason is { } reason ? $"  ({reason})" : ""));
        }
    }

    private static void WriteComparison(CliContext context, TaskComparison comparison)
    {
        context.Out.WriteLine($"From version {comparison.From} to {comparison.To}:");
        foreach (var change in comparison.Changes)
        {
            context.Out.WriteLine($"  {change.Field}: {change.Before} -> {change.After}");
        }

        if (comparison.Changes.Count == 0)
        {
            context.Out.WriteLine("  nothing differs");
        }
    }
}
