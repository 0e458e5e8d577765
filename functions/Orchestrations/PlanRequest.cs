namespace Swarm.Functions.Orchestrations;

/// <summary>Asks to read a director's answer.</summary>
/// <param name="Run">The hierarchy.</param>
/// <param name="Iteration">How often the director has been asked.</param>
/// <param name="Round">The round that its plan would be.</param>
/// <param name="Result">Where its answer lies.</param>
public sealed record PlanRequest(RunReference Run, int Iteration, int Round, string Result);
