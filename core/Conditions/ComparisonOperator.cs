using System.Text.Json.Serialization;
using Swarm.Contracts.Json;

namespace Swarm.Core.Conditions;

/// <summary>How a <see cref="Comparison"/> compares.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ComparisonOperator>))]
public enum ComparisonOperator
{
    EqualTo,
    NotEqualTo,
    GreaterThan,
    GreaterOrEqual,
    LessThan,
    LessOrEqual,
    Contains,
    Matches,
    Exists,
    In,
}
