namespace Swarm.Cli.Logs;

/// <summary>A work item whose lines are read.</summary>
/// <param name="WorkItemId">The work item.</param>
/// <param name="Node">The path of its node.</param>
/// <param name="Iteration">The node's iteration.</param>
internal sealed record LogSource(string WorkItemId, string Node, int Iteration);
