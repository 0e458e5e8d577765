using Swarm.Contracts.Statuses;

namespace Swarm.Cli.Watching;

/// <summary>How statuses are called and coloured for people.</summary>
internal static class StatusWords
{
    public static string Of(NodeStatus status) => status switch
    {
        NodeStatus.Pending => "waiting",
        NodeStatus.Allocated => "queued",
        NodeStatus.InProgress => "running",
        NodeStatus.Review => "in review",
        NodeStatus.Completed => "done",
        NodeStatus.Failed => "failed",
        NodeStatus.Skipped => "skipped",
        NodeStatus.Cancelled => "cancelled",
        _ => status.ToString(),
    };

    public static string ColourOf(NodeStatus status) => status switch
    {
        NodeStatus.InProgress or NodeStatus.Review => "yellow",
        NodeStatus.Completed => "green",
        NodeStatus.Failed => "red",
        NodeStatus.Allocated => "blue",
        _ => "grey",
    };

    public static string Of(RunStatus status) => status switch
    {
        RunStatus.Pending => "waiting",
        RunStatus.Initializing => "starting",
        RunStatus.InProgress => "running",
        RunStatus.Checkpoint => "at a checkpoint",
        RunStatus.Completed => "completed",
        RunStatus.Failed => "failed",
        RunStatus.Cancelled => "cancelled",
        _ => status.ToString(),
    };

    public static string ColourOf(RunStatus status) => status switch
    {
        RunStatus.Completed => "green",
        RunStatus.Failed => "red",
        RunStatus.InProgress or RunStatus.Checkpoint => "yellow",
        _ => "grey",
    };

    public static bool IsFinal(RunStatus status) =>
        status is RunStatus.Completed or RunStatus.Failed or RunStatus.Cancelled;

    /// <summary>A duration in the unit that reads best.</summary>
    public static string Duration(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 60 } => FormattableString.Invariant($"{duration.TotalSeconds:0.0} s"),
        { TotalMinutes: < 60 } => $"{duration.Minutes} min {duration.Seconds:00} s",
        _ => $"{(int)duration.TotalHours} h {duration.Minutes:00} min",
    };
}
