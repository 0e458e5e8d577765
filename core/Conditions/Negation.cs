namespace Swarm.Core.Conditions;

/// <summary><c>{ not: ... }</c>: the other does not hold.</summary>
public sealed record Negation(Condition Condition) : Condition;
