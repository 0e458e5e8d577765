using Swarm.Contracts.Checkpoints;
using Swarm.Core.Checkpoints;
using Swarm.Core.Workflows;

namespace Swarm.Tests.Functions.Properties;

/// <summary>
/// How checkpoints of random workflows are answered: it follows from who asks, and in which iteration.
/// </summary>
internal static class Answers
{
    public const string Rejected = "rejected";
    public const string Corrected = "corrected";

    /// <summary>How questions begin that are answered by a correction.</summary>
    public const string Correctable = "Correct";

    public static string DecisionAt(string path, int iteration, string? question)
    {
        var isReview = path.EndsWith($".{Reviews.Suffix}", StringComparison.Ordinal)
            || path.EndsWith($"+{Reviews.Suffix}", StringComparison.Ordinal);
        if (question?.StartsWith(Correctable, StringComparison.Ordinal) == true && iteration == 1)
        {
            return Corrected;
        }

        // There are many reviews, and few of them are to end their run.
        return ((path.Sum(c => c) + iteration) % (isReview ? 17 : 9)) switch
        {
            0 => Rejected,
            1 => "skipped",
            < 5 when isReview && iteration <= WorkflowLimits.CheckpointCorrections => Corrected,
            _ => "approved",
        };
    }

    public static string RouteOf(string decision) => decision switch
    {
        Rejected => CheckpointRoutes.Reject,
        Corrected => CheckpointRoutes.Correct,
        "skipped" => CheckpointRoutes.Skip,
        _ => CheckpointRoutes.Approve,
    };
}
