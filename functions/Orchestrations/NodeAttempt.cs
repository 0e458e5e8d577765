namespace Swarm.Functions.Orchestrations;

/// <summary>One attempt at a node's iteration.</summary>
/// <param name="Node">The iteration.</param>
/// <param name="Number">Counted from 1.</param>
/// <param name="Feedback">What was wrong with the one before, for whoever does it again; null for nothing.</param>
public sealed record NodeAttempt(NodeRun Node, int Number, string? Feedback = null)
{
    /// <summary>How many of those before it were taken out of their queue before anybody had begun.</summary>
    public int Withdrawn { get; init; }

    /// <summary>Its number as people count: without those that were no attempt in the end.</summary>
    public int Counted() => Number - Withdrawn;

    public string WorkItemId() => Node.Run.WorkItemId(Node.Path(), Node.PathIteration(), Number);
}
