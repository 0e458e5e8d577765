namespace Swarm.Functions.Orchestrations;

/// <summary>One attempt at a node's iteration.</summary>
/// <param name="Node">The iteration.</param>
/// <param name="Number">Counted from 1.</param>
/// <param name="Feedback">What was wrong with the one before, for whoever does it again; null for nothing.</param>
public sealed record NodeAttempt(NodeRun Node, int Number, string? Feedback = null)
{
    public string WorkItemId() => Node.Run.WorkItemId(Node.Path(), Node.PathIteration(), Number);
}
