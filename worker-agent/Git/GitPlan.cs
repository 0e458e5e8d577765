namespace Swarm.WorkerAgent.Git;

/// <summary>What a work item's effects have still to change.</summary>
/// <param name="Moves">Branches to move forward, in this order.</param>
/// <param name="Tag">The tag to make; null for none.</param>
internal sealed record GitPlan(IReadOnlyList<BranchMove> Moves, RefUpdate? Tag);
