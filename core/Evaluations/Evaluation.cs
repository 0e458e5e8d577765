using System.Globalization;
using System.Text;

namespace Swarm.Core.Evaluations;

/// <summary>What all evaluators of a node say together.</summary>
public sealed record Evaluation
{
    private const int FeedbackMaxChars = 1_500;

    /// <summary>The weighted mean of the scores, to two digits.</summary>
    public required double Score { get; init; }

    public required double Threshold { get; init; }

    public required bool Passed { get; init; }

    public required IReadOnlyList<EvaluatorResult> Evaluators { get; init; }

    public static Evaluation Of(IReadOnlyList<EvaluatorResult> results, double threshold)
    {
        ArgumentNullException.ThrowIfNull(results);
        var weights = results.Sum(result => result.Weight);
        var score = Math.Round(results.Sum(result => result.Score * result.Weight) / weights, 2);
        return new Evaluation
        {
            Score = score,
            Threshold = threshold,
            Passed = score >= threshold,
            Evaluators = results,
        };
    }

    /// <summary>Without what the evaluators say in words, for where there is little room.</summary>
    public Evaluation InBrief() => this with
    {
        Evaluators =
        [
            .. Evaluators.Select(result => result with { Details = null, Suggestions = null, Issues = null }),
        ],
    };

    /// <summary>In a sentence.</summary>
    public string Summary() => string.Create(
        CultureInfo.InvariantCulture,
        $"Its score is {Score:0.##}, {(Passed ? "of at least" : "below")} {Threshold:0.##}.");

    /// <summary>What whoever does the work again should know.</summary>
    public string Feedback()
    {
        var text = new StringBuilder(Summary());
        foreach (var result in Evaluators)
        {
            foreach (var line in (result.Issues ?? []).Concat(result.Suggestions ?? [])
                .Concat(result.Details is { } details ? [details] : Array.Empty<string>()))
            {
                text.Append("\n- ").Append(result.Name).Append(": ").Append(line);
            }
        }

        return text.Length <= FeedbackMaxChars ? text.ToString() : text.ToString(0, FeedbackMaxChars) + "…";
    }
}
