namespace Swarm.Core.Patterns;

/// <summary>What was found in a director's answer.</summary>
/// <param name="Plan">The plan; null when anything is wrong.</param>
/// <param name="Errors">What is wrong, in words that the director can act on, with JSON pointers.</param>
public sealed record PlanReading(Plan? Plan, IReadOnlyList<string> Errors);
