using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Tasks;
using Swarm.Core.Tasks.Templates;
using Swarm.Functions.Http;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Tasks;

/// <summary>The templates that break tasks down: those that come with Swarm, and the user's own before them.</summary>
public sealed class TaskTemplates(SwarmTables tables, TimeProvider time)
{
    private const int MaxOwn = 500;

    /// <summary>All templates by name.</summary>
    public async Task<IReadOnlyList<TaskTemplateSummary>> ListAsync(CancellationToken cancellation)
    {
        var rows = await tables.Tasks.QueryAsync(Filters.Partition(TaskRows.Templates), MaxOwn, cancellation);
        var own = rows
            .Select(row => Documents.Read(row, TasksJsonContext.Default.TaskTemplateDocument))
            .ToDictionary(document => document.Name);
        var builtIn = BuiltInTemplates.Sources.Where(pair => !own.ContainsKey(pair.Key));
        return
        [
            .. own.Values
                .Select(document => ToDetail(document.Source, isBuiltIn: false).Summary)
                .Concat(builtIn.Select(pair => ToDetail(pair.Value, isBuiltIn: true).Summary))
                .OrderBy(summary => summary.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>A template with its text, or null.</summary>
    public async Task<TaskTemplateDetail?> FindAsync(string name, CancellationToken cancellation)
    {
        var type = TasksJsonContext.Default.TaskTemplateDocument;
        if (await tables.Tasks.FindAsync(TaskRows.Templates, name, type, cancellation) is { } own)
        {
            return ToDetail(own.Document.Source, isBuiltIn: false);
        }

        return BuiltInTemplates.Sources.TryGetValue(name, out var source) ? ToDetail(source, isBuiltIn: true) : null;
    }

    /// <summary>A template as a caller asks for it.</summary>
    /// <exception cref="ApiProblemException">404: there is no such template.</exception>
    public async Task<TaskTemplateDetail> ReadAsync(string name, CancellationToken cancellation) =>
        await FindAsync(name, cancellation)
        ?? throw Problems.NotFound($"There is no template '{name}'. GET /{ApiRoutes.TaskTemplates} lists all.");

    /// <summary>The template of a task.</summary>
    /// <exception cref="ApiProblemException">404: it is gone.</exception>
    public async Task<TaskTemplate> OfAsync(TaskSpec task, CancellationToken cancellation) =>
        Parse((await ReadAsync(NameOf(task), cancellation)).Source);

    /// <summary>The name of the template that breaks a task down; empty when it names none and needs one.</summary>
    public static string NameOf(TaskSpec task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return task.Template ?? (task.Type == TaskType.Custom ? "" : EnumWords.Of(task.Type));
    }

    /// <summary>Stores a template of the user's own.</summary>
    /// <exception cref="ApiProblemException">422: its file has errors, or is of another name.</exception>
    public async Task<TaskTemplateDetail> SaveAsync(string name, string source, CancellationToken cancellation)
    {
        var parsed = TaskTemplateParser.Parse(source);
        if (parsed.Template is not { } template)
        {
            throw Problems.InvalidFile("The template has errors; nothing was stored.", parsed.Errors);
        }

        if (template.Name != name)
        {
            throw Problems.Invalid("/name", $"The file is of the template '{template.Name}', the address of '{name}'.");
        }

        var document = new TaskTemplateDocument(name, source, time.GetUtcNow());
        var row = Documents.ToRow(
            TaskRows.Templates, name, document, TasksJsonContext.Default.TaskTemplateDocument);
        await tables.Tasks.UpsertAsync(row, cancellation);
        return ToDetail(source, isBuiltIn: false);
    }

    /// <summary>Deletes a template of the user's own; one of Swarm that it stood before is there again.</summary>
    /// <exception cref="ApiProblemException">404: there is none; 409: it comes with Swarm.</exception>
    public async Task DeleteAsync(string name, CancellationToken cancellation)
    {
        if ((await ReadAsync(name, cancellation)).Summary.BuiltIn)
        {
            throw Problems.Conflict(
                $"Template '{name}' comes with Swarm. Store one of your own under its name to replace it.");
        }

        await tables.Tasks.DeleteAsync(TaskRows.Templates, name, cancellation);
    }

    private static TaskTemplateDetail ToDetail(string source, bool isBuiltIn)
    {
        var template = Parse(source);
        var subtasks = template.Subtasks.Select(subtask => subtask.Id);
        return new TaskTemplateDetail(
            new TaskTemplateSummary(template.Name, template.Description, isBuiltIn, [.. subtasks]), source);
    }

    private static TaskTemplate Parse(string source) => TaskTemplateParser.Parse(source).Template
        ?? throw new InvalidOperationException("A stored template cannot be read; it was made by a newer version.");
}
