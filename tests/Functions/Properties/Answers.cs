using Swarm.Contracts;

namespace Swarm.Tests.Functions.Properties;

/// <summary>How checkpoints of random workflows are answered: it follows from who asks.</summary>
internal static class Answers
{
    public static string DecisionAt(string path) => (path.Sum(c => c) % 7) switch
    {
        0 => "rejected",
        1 => "skipped",
        2 => "corrected",
        _ => "approved",
    };

    public static string RouteOf(string decision) => decision switch
    {
        "rejected" => ApiRoutes.RejectCheckpoint,
        "skipped" => ApiRoutes.SkipCheckpoint,
        "corrected" => ApiRoutes.CorrectCheckpoint,
        _ => ApiRoutes.ApproveCheckpoint,
    };
}
