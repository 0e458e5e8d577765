using System.Text.RegularExpressions;
using Swarm.Core.Conditions;
using Swarm.Core.Documents;
using Swarm.Core.References;

namespace Swarm.Core.Workflows.Parsing;

/// <summary>Reads the condition of an edge.</summary>
/// <param name="errors">Where errors go.</param>
/// <param name="node">The node that the edge leads from; null if it is not known.</param>
/// <param name="outputs">The fields that it puts out; null if that is not known.</param>
internal sealed partial class ConditionReader(ErrorList errors, string? node, IReadOnlyList<string>? outputs)
{
    private const string Example = "{ path: exitCode, equals: 0 }";

    private static readonly Dictionary<string, ComparisonOperator> Operators = new()
    {
        ["equals"] = ComparisonOperator.EqualTo,
        ["notEquals"] = ComparisonOperator.NotEqualTo,
        ["greaterThan"] = ComparisonOperator.GreaterThan,
        ["greaterOrEqual"] = ComparisonOperator.GreaterOrEqual,
        ["lessThan"] = ComparisonOperator.LessThan,
        ["lessOrEqual"] = ComparisonOperator.LessOrEqual,
        ["contains"] = ComparisonOperator.Contains,
        ["matches"] = ComparisonOperator.Matches,
        ["exists"] = ComparisonOperator.Exists,
        ["in"] = ComparisonOperator.In,
    };

    /// <summary>What people write instead.</summary>
    private static readonly Dictionary<string, string> Synonyms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["eq"] = "equals", ["is"] = "equals", ["=="] = "equals", ["="] = "equals",
        ["ne"] = "notEquals", ["neq"] = "notEquals", ["!="] = "notEquals", ["isNot"] = "notEquals",
        ["gt"] = "greaterThan", [">"] = "greaterThan", ["ge"] = "greaterOrEqual", ["gte"] = "greaterOrEqual",
        [">="] = "greaterOrEqual", ["lt"] = "lessThan", ["<"] = "lessThan", ["le"] = "lessOrEqual",
        ["lte"] = "lessOrEqual", ["<="] = "lessOrEqual", ["regex"] = "matches", ["match"] = "matches",
        ["oneOf"] = "in", ["includes"] = "contains",
    };

    public Condition? Read(DocumentNode value)
    {
        if (value is not DocumentMap { Entries.Count: > 0 } map)
        {
            errors.Add(
                value,
                WorkflowErrorCodes.InvalidCondition,
                $"A condition must be a map with a path and an operator, but is {value.Description}.",
                node,
                $"For example: when: {Example}");
            return null;
        }

        var joined = map.Entries.FirstOrDefault(e => e.Key is "and" or "or" or "not");
        if (joined is null)
        {
            return ReadComparison(map);
        }

        if (map.Entries.Count > 1)
        {
            errors.Add(
                map,
                WorkflowErrorCodes.InvalidCondition,
                $"'{joined.Key}' stands beside other fields in one condition.",
                node,
                $"Put everything inside of it: {{ {joined.Key}: [{Example}, ...] }}");
        }

        return joined.Key == "not"
            ? Read(joined.Value) is { } inner ? new Negation(inner) : null
            : ReadList(joined);
    }

    private Condition? ReadList(DocumentEntry joined)
    {
        if (joined.Value is not DocumentList { Items.Count: > 0 } list)
        {
            errors.Add(
                joined.Value,
                WorkflowErrorCodes.InvalidCondition,
                $"'{joined.Key}' must be a list of conditions, but is {joined.Value.Description}.",
                node,
                $"For example: {{ {joined.Key}: [{Example}] }}");
            return null;
        }

        Condition[] conditions = [.. list.Items.Select(Read).OfType<Condition>()];
        return joined.Key == "and" ? new AllOf(conditions) : new AnyOf(conditions);
    }

    private Comparison? ReadComparison(DocumentMap map)
    {
        var path = ReadPath(map);
        DocumentEntry[] operators = [.. map.Entries.Where(e => e.Key != "path")];
        foreach (var unknown in operators.Where(o => !Operators.ContainsKey(o.Key)))
        {
            var suggestion = Synonyms.TryGetValue(unknown.Key, out var meant)
                ? $"Did you mean '{meant}'?"
                : errors.Suggest(unknown.Key, [.. Operators.Keys, "and", "or", "not"])
                    ?? $"Operators: {string.Join(", ", Operators.Keys)}.";
            errors.Add(
                unknown.Position,
                unknown.Pointer,
                WorkflowErrorCodes.UnknownOperator,
                $"The condition has the operator '{unknown.Key}', which does not exist.",
                node,
                suggestion);
        }

        DocumentEntry[] known = [.. operators.Where(o => Operators.ContainsKey(o.Key))];
        if (known.Length == 1 && operators.Length == 1)
        {
            CheckValue(known[0]);
            return path is null ? null : new Comparison(path, Operators[known[0].Key], known[0].Value.ToJson());
        }

        if (known.Length == operators.Length)
        {
            errors.Add(
                map,
                WorkflowErrorCodes.InvalidCondition,
                known.Length == 0
                    ? "The condition has no operator."
                    : $"The condition has {known.Length} operators: {string.Join(", ", known.Select(k => k.Key))}.",
                node,
                known.Length == 0 ? $"For example: {Example}" : "Use one each, inside of { and: [...] }.");
        }

        return null;
    }

    private string? ReadPath(DocumentMap map)
    {
        if (map.Find("path") is not { } entry)
        {
            errors.Add(
                map,
                WorkflowErrorCodes.InvalidCondition,
                "The condition has no 'path'.",
                node,
                $"For example: {Example}");
            return null;
        }

        if (entry.Value is not DocumentScalar { Kind: not ScalarKind.Null } scalar
            || !DataPath.TryParse(scalar.Text, out var path))
        {
            errors.Add(
                entry.Value,
                WorkflowErrorCodes.InvalidPath,
                $"'path' must be names joined with dots, but is {entry.Value.Description}.",
                node,
                "For example: path: exitCode");
            return null;
        }

        CheckField(scalar, path);
        return path.Text;
    }

    private void CheckField(DocumentScalar value, DataPath path)
    {
        string[] fields = [.. outputs ?? [], NodeResult.StatusField, NodeResult.ErrorField];
        if (outputs is null || fields.Contains(path.Segments[0]))
        {
            return;
        }

        var startsWithNode = path.Segments[0] == node && path.Segments.Count > 1;
        errors.Add(
            value,
            WorkflowErrorCodes.InvalidPath,
            $"The path '{path}' leads to nothing: node '{node}' puts out {string.Join(", ", outputs)}.",
            node,
            startsWithNode
                ? $"Paths start inside of the output of '{node}': path: {path.Text[(node!.Length + 1)..]}"
                : errors.Suggest(path.Segments[0], fields));
    }

    private void CheckValue(DocumentEntry comparison)
    {
        var value = comparison.Value;
        var scalar = value as DocumentScalar;
        var (fits, expected) = Operators[comparison.Key] switch
        {
            ComparisonOperator.GreaterThan or ComparisonOperator.GreaterOrEqual or ComparisonOperator.LessThan
                or ComparisonOperator.LessOrEqual => (
                scalar?.Kind is ScalarKind.Integer or ScalarKind.Number or ScalarKind.Text, "a number or a text"),
            ComparisonOperator.Contains => (scalar is not null, "a single value"),
            ComparisonOperator.Exists => (scalar?.Kind == ScalarKind.Boolean, "true or false"),
            ComparisonOperator.In => (value is DocumentList { Items.Count: > 0 }, "a list of values"),
            ComparisonOperator.Matches => (scalar?.Kind == ScalarKind.Text, "a regular expression"),
            _ => (true, ""),
        };
        if (!fits)
        {
            errors.Add(
                value,
                WorkflowErrorCodes.WrongType,
                $"'{comparison.Key}' must be followed by {expected}, but is followed by {value.Description}.",
                node);
        }
        else if (Operators[comparison.Key] == ComparisonOperator.Matches && FindProblem(scalar!.Text) is { } problem)
        {
            errors.Add(
                value,
                WorkflowErrorCodes.InvalidCondition,
                $"'{scalar.Text}' is no regular expression that can be used here: {problem}",
                node);
        }
    }

    private static string? FindProblem(string pattern)
    {
        const int maxRepetitions = 1_000;
        if (pattern.Length > WorkflowLimits.MaxRegexLength)
        {
            return $"it has more than {WorkflowLimits.MaxRegexLength} characters.";
        }

        // Nested counts multiply, and the linear matcher unrolls them.
        var repetitions = Counts().Matches(pattern)
            .Select(m => double.Parse(m.Groups["max"].Length > 0 ? m.Groups["max"].Value : m.Groups["min"].Value))
            .Aggregate(1.0, (product, count) => product * Math.Max(1, count));
        if (repetitions > maxRepetitions)
        {
            return $"its counted repetitions multiply to more than {maxRepetitions}.";
        }

        try
        {
            ConditionEvaluator.CreateRegex(pattern);
            return null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return e.Message;
        }
    }

    [GeneratedRegex(@"\{(?<min>\d+),?(?<max>\d*)\}", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Counts();
}
