using Swarm.Contracts.WorkItems;

namespace Swarm.Contracts.Workers;

/// <summary>What a claim has used so far, all of it: told again and again, it only grows.</summary>
/// <param name="Id">The work item.</param>
/// <param name="Token">The fencing token of its lease.</param>
/// <param name="Usage">What its tool tells.</param>
public sealed record WorkUsage(string Id, long Token, ToolUsage Usage);
