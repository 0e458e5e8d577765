namespace Swarm.WorkerAgent.Tools;

/// <summary>What an execution found out about its tool: it cannot work for now, whatever the work is.</summary>
/// <param name="Reason">Why, in words.</param>
/// <param name="Until">Until when; null if nobody told.</param>
internal sealed record ToolTrouble(string Reason, DateTimeOffset? Until = null)
{
    /// <summary>How long it is left alone where nobody told until when; null until it was looked at again.</summary>
    public TimeSpan? Pause { get; private init; }

    /// <summary>A trouble that passes by itself.</summary>
    public static ToolTrouble ForAWhile(string reason, TimeSpan pause) => new(reason) { Pause = pause };

    /// <summary>Until when the tool is parked; null if it is ill rather than at its limit.</summary>
    public DateTimeOffset? ParkedUntil(DateTimeOffset now) => Until ?? now + Pause;
}
