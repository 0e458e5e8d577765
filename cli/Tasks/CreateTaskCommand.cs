using System.CommandLine;
using Swarm.Cli.Api;
using Swarm.Cli.Consoles;
using Swarm.Cli.Json;
using Swarm.Contracts.Tasks;

namespace Swarm.Cli.Tasks;

/// <summary><c>swarm tasks create TITLE</c>.</summary>
internal static class CreateTaskCommand
{
    public static Command Create(CliContext context, ConnectionOptions options, Option<bool> json)
    {
        var title = new Argument<string>("TITLE") { Description = "What is to be done, in a line." };
        var description = new Option<string>("--description") { Description = "What is to be done, at length." };
        var type = new Option<string?>("--type")
        {
            Description = $"What it is about: {string.Join(", ", TaskWords.All<TaskType>())}.",
        };
        type.AcceptOnlyFromAmong(TaskWords.All<TaskType>());
        var template = new Option<string?>("--template") { Description = "A template of your own." };
        var priority = new Option<string>("--priority")
        {
            Description = "high, default or low.",
            DefaultValueFactory = _ => "default",
        };
        priority.AcceptOnlyFromAmong(TaskWords.All<TaskPriority>());
        var tools = new Option<string[]>("--tool")
        {
            Description = "A tool that may do it, the preferred one first. May be repeated.",
        };
        var sensitive = new Option<bool>("--sensitive") { Description = "Only trusted workers may see it." };
        var repository = new Option<string?>("--repository") { Description = "The git repository it works in." };
        var from = new Option<string?>("--base") { Description = "What its branch starts from." };
        var noStart = new Option<bool>("--no-start") { Description = "Make it, and start it later." };
        var command = new Command("create", "Make a task and start it.")
        {
            title, description, type, template, priority, tools, sensitive, repository, from, noStart,
        };
        command.SetAction(async (parsed, _) =>
        {
            using var client = options.Connect(parsed, context);
            var named = parsed.GetValue(template);
            var task = new TaskSpec
            {
                Title = parsed.GetRequiredValue(title),
                Description = parsed.GetValue(description) ?? "",
                Type = TaskWords.Parse<TaskType>(
                    parsed.GetValue(type) ?? TaskWords.Of(named is null ? TaskType.DevelopFeature : TaskType.Custom)),
                Template = named,
                Priority = TaskWords.Parse<TaskPriority>(parsed.GetRequiredValue(priority)),
                Tools = parsed.GetValue(tools) ?? [],
                Sensitive = parsed.GetValue(sensitive),
                Repository = parsed.GetValue(repository) is { } path ? Path.GetFullPath(path) : null,
                Base = parsed.GetValue(from),
            };
            var made = await client.CreateTaskAsync(task, start: !parsed.GetValue(noStart), context.Interrupted);
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
