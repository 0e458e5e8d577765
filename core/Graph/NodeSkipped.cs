namespace Swarm.Core.Graph;

/// <summary>Nothing leads to the node any more, or its run failed before it was reached.</summary>
public sealed record NodeSkipped(string NodeId, int Iteration) : GraphChange;
