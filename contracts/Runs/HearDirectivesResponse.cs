namespace Swarm.Contracts.Runs;

/// <summary>What people have said meanwhile.</summary>
/// <param name="Directives">What the work has not heard, the oldest first.</param>
public sealed record HearDirectivesResponse(IReadOnlyList<string> Directives);
