using Swarm.Core.Documents;
using Swarm.Core.Workflows;
using Swarm.Core.Workflows.Parsing;

namespace Swarm.Core.Tasks.Templates;

/// <summary>Reads the subtasks of a template file.</summary>
internal static class SubtaskReader
{
    private const int PromptMaxLength = 16_000;
    private const int MaxArguments = 200;

    private static readonly string[] s_fields =
    [
        "title", "specialisation", "tool", "complexity", "priority", "needs", "prompt", "run", "commit",
    ];

    private static readonly Dictionary<string, NodePriority> s_priorities =
        Enum.GetValues<NodePriority>().ToDictionary(priority => priority.ToString().ToLowerInvariant());

    public static SubtaskTemplate Read(ErrorList errors, DocumentEntry entry)
    {
        var what = $"subtask '{entry.Key}'";
        var reader = MapReader.Open(errors, entry.Value, what, s_fields, entry.Position, entry.Key);
        if (reader is null)
        {
            return new SubtaskTemplate { Id = entry.Key, Title = entry.Key };
        }

        reader.Required("title", "Fix the bug");
        if (reader.Has("prompt") == reader.Has("run"))
        {
            errors.Add(
                entry.Position,
                entry.Pointer,
                WorkflowErrorCodes.MissingField,
                $"The {what} needs either 'prompt' (for an AI tool) or 'run' (for the shell).",
                entry.Key);
        }

        return new SubtaskTemplate
        {
            Id = entry.Key,
            Title = reader.Text("title", "Fix the bug", maxLength: 200) ?? entry.Key,
            Specialisation = reader.Text("specialisation", "review", maxLength: 50),
            Tool = reader.Text("tool", "claude-code", maxLength: 50),
            Complexity = reader.Integer(
                "complexity", SubtaskTemplate.MinComplexity, SubtaskTemplate.MaxComplexity) ?? 3,
            Priority = reader.Choice("priority", s_priorities) ?? NodePriority.Default,
            Needs = Texts(reader, "needs"),
            Prompt = reader.Text("prompt", "Fix ${inputs.title}", PromptMaxLength),
            Run = reader.Has("run") ? Texts(reader, "run") : null,
            Commit = reader.Text("commit", "Fix the bug", maxLength: 500),
        };
    }

    private static List<string> Texts(MapReader reader, string field)
    {
        if (reader.Value(field) is not { } value)
        {
            return [];
        }

        if (value is not DocumentList list)
        {
            reader.WrongType(value, field, "a list of texts", $"For example: {field}: [one, two]");
            return [];
        }

        return
        [
            .. list.Items
                .Take(MaxArguments)
                .Select(item => reader.AsWritten(item, field, "[one, two]")?.Text)
                .OfType<string>(),
        ];
    }
}
