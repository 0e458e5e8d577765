namespace Swarm.Functions.Orchestrations;

/// <summary>What a graph gives to a group of its nodes.</summary>
/// <param name="Node">A node to run; null when no more will come.</param>
public sealed record GivenNode(NodeRun? Node);
