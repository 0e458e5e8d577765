using System.CommandLine;
using Swarm.Contracts.Allocation;
using Swarm.Contracts.Checkpoints;
using Swarm.Contracts.Json;
using Swarm.Contracts.Tasks;

namespace Swarm.Cli.Tasks;

/// <summary>The options that say what a task asks for.</summary>
internal sealed class TaskSpecOptions
{
    private readonly Argument<string> _title = new("TITLE") { Description = "What is to be done, in a line." };

    private readonly Option<string> _description = new("--description")
    {
        Description = "What is to be done, at length.",
    };

    private readonly Option<string?> _type = Words<TaskType>("--type", "What it is about");

    private readonly Option<string?> _template = new("--template") { Description = "A template of your own." };

    private readonly Option<string?> _director = new("--director")
    {
        Description = "A tool that plans the task in its template's place, such as claude-code.",
    };

    private readonly Option<string[]> _directorRun = new("--director-run")
    {
        Description = "A program that plans it, with its arguments: --director-run sh --director-run plan.sh.",
    };

    private readonly Option<string?> _priority = Words<TaskPriority>("--priority", "How urgent it is");

    private readonly Option<string[]> _tools = new("--tool")
    {
        Description = "A tool that may do it, the preferred one first. May be repeated.",
    };

    private readonly Option<bool> _sensitive = new("--sensitive") { Description = "Only trusted workers may see it." };

    private readonly Option<string?> _permission = Words<PermissionLevel>("--permission", "How freely it may act");

    private readonly Option<string?> _checkpoints = Words<CheckpointFrequency>(
        "--checkpoints", "How often its run asks whether it may go on");

    private readonly Option<string?> _repository = new("--repository")
    {
        Description = "The git repository it works in.",
    };

    private readonly Option<string?> _base = new("--base") { Description = "What its branch starts from." };

    public void AddTo(Command command)
    {
        command.Add(_title);
        Option[] options =
        [
            _description, _type, _template, _director, _directorRun, _priority, _tools, _sensitive, _permission,
            _checkpoints, _repository, _base,
        ];
        foreach (var option in options)
        {
            command.Add(option);
        }
    }

    public TaskSpec Read(ParseResult parsed)
    {
        var template = parsed.GetValue(_template);
        return new TaskSpec
        {
            Title = parsed.GetRequiredValue(_title),
            Description = parsed.GetValue(_description) ?? "",
            Type = Word<TaskType>(parsed, _type)
                ?? (template is null ? TaskType.DevelopFeature : TaskType.Custom),
            Template = template,
            Director = ReadDirector(parsed),
            Priority = Word<TaskPriority>(parsed, _priority) ?? TaskPriority.Default,
            Tools = parsed.GetValue(_tools) ?? [],
            Sensitive = parsed.GetValue(_sensitive),
            Permission = Word<PermissionLevel>(parsed, _permission) ?? PermissionLevel.Autonomous,
            Checkpoints = Word<CheckpointFrequency>(parsed, _checkpoints),
            Repository = parsed.GetValue(_repository) is { } path ? Path.GetFullPath(path) : null,
            Base = parsed.GetValue(_base),
        };
    }

    private TaskDirector? ReadDirector(ParseResult parsed)
    {
        var tool = parsed.GetValue(_director);
        var run = parsed.GetValue(_directorRun);
        return tool is null && run is not { Length: > 0 }
            ? null
            : new TaskDirector { Tool = tool, Run = run is { Length: > 0 } ? run : null };
    }

    private static Option<string?> Words<T>(string name, string description)
        where T : struct, Enum
    {
        var words = EnumWords.All<T>();
        var option = new Option<string?>(name) { Description = $"{description}: {string.Join(", ", words)}." };
        option.AcceptOnlyFromAmong(words);
        return option;
    }

    private static T? Word<T>(ParseResult parsed, Option<string?> option)
        where T : struct, Enum =>
        parsed.GetValue(option) is { } word ? EnumWords.Find<T>(word) : null;
}
