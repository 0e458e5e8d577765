namespace Swarm.Core.Graph;

/// <summary>The node had not begun when its run was cancelled.</summary>
public sealed record NodeCancelled(string NodeId, int Iteration) : GraphChange;
