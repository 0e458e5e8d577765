using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Functions.Http;

namespace Swarm.Functions.Clarifications;

/// <summary>What workers may ask.</summary>
internal static class ClarificationRules
{
    public const int TextMaxChars = 4_000;
    private const int MaxOptions = 10;
    private const int OptionMaxChars = 200;

    /// <summary>A question comes with the outcome that says so, and only with that.</summary>
    public static FieldErrors RequireQuestion(this FieldErrors errors, ReportRequest report)
    {
        if (report.Outcome != WorkItemOutcome.Asked)
        {
            return errors;
        }

        var question = report.Question;
        return errors
            .Require(
                question is { Text: { Length: > 0 and <= TextMaxChars } text } && !string.IsNullOrWhiteSpace(text),
                "/question/text",
                $"Give a question of 1 to {TextMaxChars} characters.")
            .Require(
                question?.Options is null
                    || (question.Options.Count <= MaxOptions
                        && question.Options.All(option => option is { Length: > 0 and <= OptionMaxChars })),
                "/question/options",
                $"Give {MaxOptions} options at most, each of 1 to {OptionMaxChars} characters.")
            .Require(
                question?.Assumption is null or { Length: > 0 and <= TextMaxChars },
                "/question/assumption",
                $"Give 1 to {TextMaxChars} characters, or none.");
    }
}
