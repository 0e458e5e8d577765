namespace Swarm.Core.Conditions;

/// <summary><c>{ or: [...] }</c>: at least one holds.</summary>
public sealed record AnyOf(IReadOnlyList<Condition> Conditions) : Condition;
