using Swarm.Contracts.Checkpoints;

namespace Swarm.Tests.Functions.Properties;

/// <summary>How checkpoints of random workflows are answered: it follows from who asks.</summary>
internal static class Answers
{
    public static string DecisionAt(string path) => (path.Sum(c => c) % 7) switch
    {
        0 => "rejected",
        1 => "skipped",
        _ => "approved",
    };

    public static string RouteOf(string decision) => decision switch
    {
        "rejected" => CheckpointRoutes.Reject,
        "skipped" => CheckpointRoutes.Skip,
        _ => CheckpointRoutes.Approve,
    };
}
