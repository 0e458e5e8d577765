namespace Swarm.Contracts.Tasks;

/// <summary>Who has broken a task down, and why not somebody else.</summary>
/// <param name="By">Who.</param>
/// <param name="Reason">Why the template has, although a director was asked for; null otherwise.</param>
public sealed record TaskDecomposition(Decomposer By, string? Reason = null);
