namespace Swarm.Functions.Orchestrations;

/// <summary>A director gave no plan, and what the file says instead is done.</summary>
/// <param name="Run">The hierarchy.</param>
/// <param name="Reason">Why there is no plan.</param>
/// <param name="Result">Where what it has put out lies; null before its end, and when it put out nothing.</param>
public sealed record FallbackTaken(RunReference Run, string Reason, string? Result = null);
