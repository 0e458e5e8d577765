using Swarm.Core.Workflows;

namespace Swarm.Functions.Workflows;

/// <summary>One version of a workflow. It never changes.</summary>
/// <param name="Head">The workflow, as it was when this was its newest version.</param>
/// <param name="Source">The file.</param>
/// <param name="Definition">What the file means.</param>
public sealed record WorkflowVersion(WorkflowDocument Head, string Source, WorkflowDefinition Definition);
