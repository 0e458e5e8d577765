using Swarm.Contracts;
using Swarm.Contracts.Tasks;
using Swarm.Functions.Http;

namespace Swarm.Functions.Tasks;

/// <summary>What a task must be like.</summary>
public sealed class TaskRules(TaskTemplates templates)
{
    private const int MaxTitleChars = 200;
    private const int MaxDescriptionChars = 16_000;
    private const int MaxTools = 10;
    private const int MaxMetadata = 50;
    private const int MaxMetadataChars = 1_000;
    private const int MaxReasonChars = 500;

    /// <summary>Checks all of it, so that the caller learns everything at once.</summary>
    /// <exception cref="ApiProblemException">422 with each field that breaks a rule.</exception>
    public async Task CheckAsync(TaskSpec task, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(task);
        var errors = new FieldErrors()
            .Require(
                task.Title.Trim().Length is > 0 and <= MaxTitleChars
                    && !task.Title.Contains('\n', StringComparison.Ordinal),
                "/title",
                $"A title is a line of 1 to {MaxTitleChars} characters.")
            .Require(
                task.Description.Length <= MaxDescriptionChars,
                "/description",
                $"A description may have {MaxDescriptionChars} characters at most.")
            .Require(
                task.Tools.Count <= MaxTools && task.Tools.All(tool => tool.Length is > 0 and <= 50),
                "/tools",
                $"Name at most {MaxTools} tools, each in 1 to 50 characters.")
            .Require(
                task.Metadata.Count <= MaxMetadata
                    && task.Metadata.All(pair => pair.Key.Length + pair.Value.Length <= MaxMetadataChars),
                "/metadata",
                $"At most {MaxMetadata} texts, each with its name of at most {MaxMetadataChars} characters.")
            .Require(
                task.Base is null || task.Repository is not null, "/base", "A base needs a repository.");
        if (task.Director is { } director)
        {
            DirectorRules.Check(director, errors);
        }

        await CheckTemplateAsync(task, errors, cancellation);
        errors.ThrowIfAny();
    }

    /// <summary>A change of a task needs a reason.</summary>
    public static void CheckReason(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        new FieldErrors()
            .Require(
                reason.Trim().Length is > 0 and <= MaxReasonChars,
                "/reason",
                $"Say why in 1 to {MaxReasonChars} characters.")
            .ThrowIfAny();
    }

    private async Task CheckTemplateAsync(TaskSpec task, FieldErrors errors, CancellationToken cancellation)
    {
        var name = TaskTemplates.NameOf(task);
        if (name.Length == 0)
        {
            errors.Require(holds: false, "/template", "A custom task needs a template.");
        }
        else if (await templates.FindAsync(name, cancellation) is null)
        {
            errors.Require(
                holds: false,
                "/template",
                $"There is no template '{name}'. GET /{ApiRoutes.TaskTemplates} lists all.");
        }
    }
}
