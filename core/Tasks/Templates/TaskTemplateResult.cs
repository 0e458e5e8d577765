using Swarm.Contracts.Workflows;

namespace Swarm.Core.Tasks.Templates;

/// <summary>A template file, read.</summary>
/// <param name="Template">Null when something is wrong.</param>
/// <param name="Errors">Everything that is wrong, by position.</param>
public sealed record TaskTemplateResult(TaskTemplate? Template, IReadOnlyList<WorkflowError> Errors);
