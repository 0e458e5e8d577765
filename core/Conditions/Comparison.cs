using System.Text.Json;

namespace Swarm.Core.Conditions;

/// <summary><c>{ path: exitCode, equals: 0 }</c>: the value at the path compares so with the given one.</summary>
public sealed record Comparison(string Path, ComparisonOperator Operator, JsonElement Value) : Condition;
