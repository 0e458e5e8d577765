namespace Swarm.Functions.Orchestrations;

/// <summary>Asks to put together what the evaluators of an attempt say.</summary>
/// <param name="Attempt">The attempt that they have judged.</param>
/// <param name="Results">By evaluator, where what it says lies.</param>
public sealed record ScoreRequest(NodeAttempt Attempt, IReadOnlyDictionary<string, string> Results);
