using Swarm.Contracts.Clarifications;

namespace Swarm.Core.Workflows.Parsing;

/// <summary>Reads how long questions of a node's work wait, and what follows if nobody answers.</summary>
internal static class QuestionReader
{
    public const string Field = "questions";

    private static readonly string[] Fields = ["expiresAfter", "onExpiry"];

    private static readonly Dictionary<string, ClarificationExpiry> Expiries =
        Enum.GetValues<ClarificationExpiry>().ToDictionary(expiry => expiry.ToString().ToLowerInvariant());

    /// <summary>The defaults, with what the map gives instead, field by field.</summary>
    public static QuestionPolicy? Read(MapReader reader, QuestionPolicy? defaults)
    {
        if (reader.Value(Field) is not { } value
            || MapReader.Open(reader.Errors, value, $"'{Field}'", Fields, node: reader.Node) is not { } questions)
        {
            return defaults;
        }

        return new QuestionPolicy
        {
            ExpiresAfter = questions.Duration("expiresAfter", WorkflowLimits.MinTimeout, WorkflowLimits.MaxWait)
                ?? defaults?.ExpiresAfter,
            OnExpiry = questions.Choice("onExpiry", Expiries) ?? defaults?.OnExpiry,
        };
    }
}
