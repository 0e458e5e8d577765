using Swarm.Contracts.Tasks;
using Swarm.Core.Documents;
using Swarm.Core.Workflows;
using Swarm.Core.Workflows.Parsing;

namespace Swarm.Core.Tasks.Templates;

/// <summary>
/// Reads template files, in YAML or JSON. What subtasks ask for is checked by the workflow language itself, in the
/// workflow that the template makes of a sample task.
/// </summary>
public static class TaskTemplateParser
{
    private const int MaxBytes = 128 * 1024;
    private const int MaxDepth = 8;
    private const int MaxValues = 5_000;
    private const int MaxSubtasks = 100;
    private const int NameMaxLength = 50;

    private static readonly string[] s_fields =
        ["version", "name", "description", "subtasks", .. DirectionsReader.Fields];

    public static TaskTemplateResult Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var errors = new ErrorList();
        try
        {
            var document = DocumentReader.Read(text, new DocumentLimits(MaxBytes, MaxDepth, MaxValues), errors.Add);
            var template = Read(errors, document);
            if (errors.IsEmpty)
            {
                CheckWorkflow(errors, document, template!, "subtasks", TaskFacts.Sample);
            }

            if (errors.IsEmpty && template!.Directions is not null)
            {
                CheckWorkflow(
                    errors, document, template, "workers", TaskFacts.Sample with { Director = new TaskDirector() });
            }

            return new TaskTemplateResult(errors.IsEmpty ? template : null, errors.Sorted());
        }
        catch (DocumentException exception)
        {
            errors.Add(exception);
            return new TaskTemplateResult(Template: null, errors.Sorted());
        }
    }

    private static TaskTemplate? Read(ErrorList errors, DocumentNode document)
    {
        if (MapReader.Open(errors, document, "the template", s_fields) is not { } root)
        {
            return null;
        }

        if (root.Required("version", "1") is DocumentScalar version
            && !(version.TryGetInteger(out var number) && number == 1))
        {
            root.OutOfRange("version", "must be 1");
        }

        root.Required("name", "my_template");
        var name = root.Text("name", "my_template", NameMaxLength);
        if (name is not null && !IsName(name))
        {
            root.OutOfRange("name", "must be made of lower-case letters, digits and '_'");
        }

        return new TaskTemplate
        {
            Name = name ?? "",
            Description = root.Text("description", "What it is for"),
            Subtasks = ReadSubtasks(errors, root),
            Directions = DirectionsReader.Read(errors, root, DefaultDirections.Value),
        };
    }

    private static List<SubtaskTemplate> ReadSubtasks(ErrorList errors, MapReader root)
    {
        if (root.Required("subtasks", "{ fix: { title: Fix it, prompt: ... } }") is not { } value)
        {
            return [];
        }

        if (value is not DocumentMap { Entries.Count: > 0 } map)
        {
            root.WrongType(
                value, "subtasks", "a map from ids to subtasks", "For example: subtasks: { fix: { title: Fix it } }");
            return [];
        }

        if (map.Entries.Count > MaxSubtasks)
        {
            root.OutOfRange("subtasks", $"has {map.Entries.Count} entries; at most {MaxSubtasks} are allowed");
        }

        return [.. map.Entries.Take(MaxSubtasks).Select(entry => SubtaskReader.Read(errors, entry))];
    }

    /// <summary>Ids, dependencies and references are those of a workflow, and so are their errors.</summary>
    private static void CheckWorkflow(
        ErrorList errors, DocumentNode document, TaskTemplate template, string field, TaskFacts facts)
    {
        var source = TaskWorkflow.Write(template, facts);
        foreach (var error in WorkflowParser.Parse(source).Errors)
        {
            var place = error.Node is { } node && document is DocumentMap root
                && root.Find(field)?.Value is DocumentMap nodes
                ? nodes.Find(node)?.Position
                : null;
            errors.Add(
                place ?? document.Position,
                error.Pointer ?? "",
                error.Code,
                error.Message,
                error.Node,
                error.Suggestion);
        }
    }

    private static bool IsName(string name) =>
        name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');
}
