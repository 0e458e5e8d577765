using System.Text.Json;

namespace Swarm.Core.Evaluations;

/// <summary>
/// Reads what an evaluator has printed: a score from 0 to 10, alone or in an object with <c>score</c>, <c>details</c>,
/// <c>suggestions</c> and <c>issues</c>.
/// </summary>
public static class ScoreReader
{
    public const double MaxScore = 10;

    private const int MaxTexts = 50;
    private const int TextMaxChars = 2_000;

    /// <summary>What the evaluator says, or why that cannot be told.</summary>
    public static (EvaluatorResult? Result, string? Failure) Read(string name, double weight, JsonElement value)
    {
        var score = value.ValueKind == JsonValueKind.Object && value.TryGetProperty("score", out var inside)
            ? inside
            : value;
        var number = score.ValueKind == JsonValueKind.Number ? score.GetDouble() : double.NaN;
        if (number is not (>= 0 and <= MaxScore))
        {
            return (null, $"The evaluator '{name}' gave no score from 0 to {MaxScore}.");
        }

        var isObject = value.ValueKind == JsonValueKind.Object;
        return (new EvaluatorResult
        {
            Name = name,
            Weight = weight,
            Score = number,
            Details = isObject ? Text(value, "details") : null,
            Suggestions = isObject ? Texts(value, "suggestions") : null,
            Issues = isObject ? Texts(value, "issues") : null,
        }, null);
    }

    private static string? Text(JsonElement value, string field) =>
        value.TryGetProperty(field, out var found) && found.ValueKind == JsonValueKind.String
            ? Cut(found.GetString()!)
            : null;

    private static List<string>? Texts(JsonElement value, string field) =>
        value.TryGetProperty(field, out var found) && found.ValueKind == JsonValueKind.Array
            ?
            [
                .. found.EnumerateArray()
                    .Take(MaxTexts)
                    .Select(item => Cut(item.ValueKind == JsonValueKind.String
                        ? item.GetString()!
                        : item.GetRawText())),
            ]
            : null;

    private static string Cut(string text) => text.Length <= TextMaxChars ? text : text[..TextMaxChars] + "…";
}
