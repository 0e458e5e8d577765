namespace Swarm.Contracts.WorkItems;

/// <summary>Log lines of a work item, for readers.</summary>
/// <param name="Lines">The lines in order.</param>
/// <param name="Next">The number to pass as <c>after</c> for what comes next.</param>
/// <param name="IsEnd">True when the work item has ended and all its lines are read.</param>
public sealed record LogPage(IReadOnlyList<LogLine> Lines, long Next, bool IsEnd = false);
