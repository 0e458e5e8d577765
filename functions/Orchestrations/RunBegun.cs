using Swarm.Core.Workflows;

namespace Swarm.Functions.Orchestrations;

/// <summary>A run has begun.</summary>
/// <param name="Pattern">How its nodes relate.</param>
public sealed record RunBegun(WorkflowPattern Pattern);
