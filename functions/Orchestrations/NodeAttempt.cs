namespace Swarm.Functions.Orchestrations;

/// <summary>One attempt at a node's iteration.</summary>
/// <param name="Node">The iteration.</param>
/// <param name="Number">Counted from 1.</param>
public sealed record NodeAttempt(NodeRun Node, int Number)
{
    public string WorkItemId() => Node.Run.WorkItemId(Node.Path(), Node.PathIteration(), Number);
}
