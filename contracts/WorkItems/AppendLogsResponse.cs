namespace Swarm.Contracts.WorkItems;

/// <summary>The log lines are stored.</summary>
/// <param name="Next">The number of the line that is expected next under the token.</param>
public sealed record AppendLogsResponse(long Next);
