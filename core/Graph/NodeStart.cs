namespace Swarm.Core.Graph;

/// <summary>An iteration of a node that is to be started now. Iterations are counted from 1.</summary>
public sealed record NodeStart(string NodeId, int Iteration);
