using System.Text.Json;
using System.Text.RegularExpressions;
using Swarm.Core.References;

namespace Swarm.Core.Conditions;

/// <summary>
/// Tells whether a condition holds. It never fails: a path that leads nowhere, or values that cannot be compared,
/// make a comparison false (and <c>notEquals</c> true).
/// </summary>
public static class ConditionEvaluator
{
    /// <summary>Longer texts are not searched by <c>matches</c>; the condition does not hold then.</summary>
    public const int MatchedTextMaxLength = 64 * 1024;

    public static bool Holds(Condition condition, NodeResult result) => condition switch
    {
        AllOf all => all.Conditions.All(c => Holds(c, result)),
        AnyOf any => any.Conditions.Any(c => Holds(c, result)),
        Negation not => !Holds(not.Condition, result),
        Comparison comparison => Holds(comparison, result),
        _ => throw new ArgumentException($"Unknown condition {condition.GetType().Name}.", nameof(condition)),
    };

    /// <summary>Whether the condition looks at the node's status, and so may take the edge of a failed node.</summary>
    public static bool AsksForStatus(Condition? condition) => condition switch
    {
        AllOf all => all.Conditions.Any(AsksForStatus),
        AnyOf any => any.Conditions.Any(AsksForStatus),
        Negation not => AsksForStatus(not.Condition),
        Comparison comparison => comparison.Path == NodeResult.StatusField,
        _ => false,
    };

    /// <summary>
    /// The one way in which patterns are read: in linear time, so that no pattern can hang an orchestration. There is
    /// no timeout: an orchestrator would decide otherwise when it is replayed on a machine that is less busy.
    /// </summary>
    public static Regex CreateRegex(string pattern) =>
        new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Regex.InfiniteMatchTimeout);

    private static bool Holds(Comparison comparison, NodeResult result)
    {
        var found = TryFind(comparison.Path, result, out var value);
        if (comparison.Operator == ComparisonOperator.Exists)
        {
            return found == (comparison.Value.ValueKind == JsonValueKind.True);
        }

        if (!found)
        {
            return comparison.Operator == ComparisonOperator.NotEqualTo;
        }

        return Compares(value, comparison.Operator, comparison.Value);
    }

    private static bool TryFind(string text, NodeResult result, out JsonElement value)
    {
        value = default;
        if (!DataPath.TryParse(text, out var path))
        {
            return false;
        }

        switch (path.Text)
        {
            case NodeResult.StatusField:
                value = JsonSerializer.SerializeToElement(
                    result.Failed ? "failed" : "completed", Json.CoreJsonContext.Default.String);
                return true;
            case NodeResult.ErrorField when result.Reason is null:
                return false;
            case NodeResult.ErrorField:
                value = JsonSerializer.SerializeToElement(result.Reason, Json.CoreJsonContext.Default.String);
                return true;
            default:
                return path.TryGet(result.Output, out value);
        }
    }

    private static bool Compares(JsonElement value, ComparisonOperator comparison, JsonElement expected) =>
        comparison switch
        {
            ComparisonOperator.EqualTo => JsonElement.DeepEquals(value, expected),
            ComparisonOperator.NotEqualTo => !JsonElement.DeepEquals(value, expected),
            ComparisonOperator.GreaterThan => Order(value, expected) > 0,
            ComparisonOperator.GreaterOrEqual => Order(value, expected) >= 0,
            ComparisonOperator.LessThan => Order(value, expected) < 0,
            ComparisonOperator.LessOrEqual => Order(value, expected) <= 0,
            ComparisonOperator.Contains => ContainsValue(value, expected),
            ComparisonOperator.Matches => IsMatch(value, expected),
            ComparisonOperator.In => expected.EnumerateArray().Any(e => JsonElement.DeepEquals(value, e)),
            _ => false,
        };

    /// <summary>Numbers by size, texts by their characters; null when the two cannot be compared.</summary>
    private static int? Order(JsonElement left, JsonElement right) => (left.ValueKind, right.ValueKind) switch
    {
        (JsonValueKind.Number, JsonValueKind.Number) => CompareNumbers(left, right),
        (JsonValueKind.String, JsonValueKind.String) => string.CompareOrdinal(left.GetString(), right.GetString()),
        _ => null,
    };

    private static int CompareNumbers(JsonElement left, JsonElement right) =>
        left.TryGetDecimal(out var x) && right.TryGetDecimal(out var y)
            ? x.CompareTo(y)
            : left.GetDouble().CompareTo(right.GetDouble());

    private static bool ContainsValue(JsonElement value, JsonElement expected) => value.ValueKind switch
    {
        JsonValueKind.String => expected.ValueKind == JsonValueKind.String
            && value.GetString()!.Contains(expected.GetString()!, StringComparison.Ordinal),
        JsonValueKind.Array => value.EnumerateArray().Any(e => JsonElement.DeepEquals(e, expected)),
        _ => false,
    };

    private static bool IsMatch(JsonElement value, JsonElement pattern) =>
        value.ValueKind == JsonValueKind.String
        && value.GetString()!.Length <= MatchedTextMaxLength
        && CreateRegex(pattern.GetString()!).IsMatch(value.GetString()!);
}
