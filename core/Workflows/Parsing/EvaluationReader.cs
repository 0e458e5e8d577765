using Swarm.Core.Checkpoints;
using Swarm.Core.Documents;

namespace Swarm.Core.Workflows.Parsing;

/// <summary>Reads how what a node puts out is judged.</summary>
internal static class EvaluationReader
{
    public const string Field = "evaluate";

    private const int MaxEvaluators = 10;
    private const double MinWeight = 0.01;
    private const double MaxWeight = 100;
    private const double MaxScore = 10;
    private const int MaxAttempts = 20;

    private static readonly string[] s_fields = ["by", "threshold", "below", "attempts"];

    private static readonly Dictionary<string, BelowRule> s_rules =
        Enum.GetValues<BelowRule>().ToDictionary(rule => rule.ToString().ToLowerInvariant());

    /// <summary>Reads it; null when the node is not judged.</summary>
    /// <param name="reader">The node.</param>
    /// <param name="readWork">Reads the work of one evaluator.</param>
    public static EvaluationDefinition? Read(
        MapReader reader, Func<DocumentEntry, (NodeDefinition? Node, MapReader? Fields)> readWork)
    {
        if (reader.Entry(Field) is not { } entry
            || MapReader.Open(reader.Errors, entry.Value, "'evaluate'", s_fields, entry.Position, reader.Node)
                is not { } fields)
        {
            return null;
        }

        return new EvaluationDefinition
        {
            Evaluators = ReadEvaluators(fields, readWork),
            Threshold = fields.Number("threshold", 0, MaxScore) ?? EvaluationDefinition.DefaultThreshold,
            Below = fields.Choice("below", s_rules) ?? BelowRule.Fail,
            MaxAttempts = fields.Integer("attempts", 1, MaxAttempts) ?? EvaluationDefinition.DefaultAttempts,
        };
    }

    private static List<EvaluatorDefinition> ReadEvaluators(
        MapReader fields, Func<DocumentEntry, (NodeDefinition? Node, MapReader? Fields)> readWork)
    {
        const string example = "{ tests: { run: [sh, score.sh] } }";
        if (fields.Required("by", example) is not { } value)
        {
            return [];
        }

        if (value is not DocumentMap { Entries.Count: > 0 and <= MaxEvaluators } map)
        {
            fields.WrongType(
                value, "by", $"a map of 1 to {MaxEvaluators} evaluators by name", $"For example: by: {example}");
            return [];
        }

        var evaluators = new List<EvaluatorDefinition>();
        foreach (var entry in map.Entries)
        {
            if (!Ids.IsNodeId(entry.Key) || entry.Key is Reviews.Suffix or Reviews.HandSuffix)
            {
                fields.Errors.Add(
                    entry.Position,
                    entry.Pointer,
                    WorkflowErrorCodes.InvalidId,
                    $"The evaluator '{entry.Key}' must be named by {Ids.Rule}, and not '{Reviews.Suffix}' "
                        + $"or '{Reviews.HandSuffix}', the names of questions to people.",
                    fields.Node);
            }
            else if (readWork(entry) is { Node: { } node, Fields: { } own })
            {
                evaluators.Add(new EvaluatorDefinition(node, own.Number("weight", MinWeight, MaxWeight) ?? 1));
            }
        }

        return evaluators;
    }
}
