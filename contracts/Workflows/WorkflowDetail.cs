namespace Swarm.Contracts.Workflows;

/// <summary>A stored workflow with its text.</summary>
/// <param name="Summary">What lists show of it.</param>
/// <param name="Source">The text of the version asked for, as it was stored.</param>
public sealed record WorkflowDetail(WorkflowSummary Summary, string Source);
