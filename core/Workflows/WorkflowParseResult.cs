using System.Diagnostics.CodeAnalysis;
using Swarm.Contracts.Workflows;

namespace Swarm.Core.Workflows;

/// <summary>What was found in a workflow file.</summary>
/// <param name="Definition">The workflow; null if anything is wrong.</param>
/// <param name="Errors">Everything that is wrong, by position, at most <see cref="WorkflowLimits.MaxErrors"/>.</param>
/// <param name="Name">The workflow's name, as far as it could be read.</param>
/// <param name="NodeIds">The ids of its nodes in file order, as far as they could be read.</param>
public sealed record WorkflowParseResult(
    WorkflowDefinition? Definition, IReadOnlyList<WorkflowError> Errors, string? Name, IReadOnlyList<string> NodeIds)
{
    [MemberNotNullWhen(true, nameof(Definition))]
    public bool IsValid => Definition is not null;
}
