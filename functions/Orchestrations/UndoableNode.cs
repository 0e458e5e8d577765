namespace Swarm.Functions.Orchestrations;

/// <summary>What a node has done and can be undone.</summary>
/// <param name="Node">The node.</param>
/// <param name="Iteration">Its iteration.</param>
/// <param name="Results">The rows of what is referred to by that which undoes it, as they were when it ended.</param>
internal sealed record UndoableNode(string Node, int Iteration, IReadOnlyDictionary<string, string> Results);
