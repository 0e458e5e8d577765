namespace Swarm.Core.References;

/// <summary>Either the node, ready to be sent to a worker, or why it cannot start.</summary>
public sealed record NodeResolution(ResolvedNode? Node, string? Failure);
