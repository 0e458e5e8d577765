namespace Swarm.Functions.Orchestrations;

/// <summary>Asks to end a wait.</summary>
/// <param name="Node">The node that waits.</param>
/// <param name="IsCancelled">True when the node is cancelled, false when its time is over.</param>
public sealed record NodeWaitEnd(NodeRun Node, bool IsCancelled);
