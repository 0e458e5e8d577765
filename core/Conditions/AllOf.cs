namespace Swarm.Core.Conditions;

/// <summary><c>{ and: [...] }</c>: every one holds.</summary>
public sealed record AllOf(IReadOnlyList<Condition> Conditions) : Condition;
