namespace Swarm.WorkerAgent.Tools;

/// <summary>
/// A tool that is not offered for a while. An instant that the tool told is held against the clock on the wall; a
/// length of time is counted, since that clock may be set back by hours meanwhile.
/// </summary>
/// <param name="Reason">Why, in words.</param>
/// <param name="Until">When it is over by the clock on the wall.</param>
/// <param name="Pause">How long it lasts at most; null where the tool told an instant.</param>
/// <param name="Since">The time stamp at which it began.</param>
internal sealed record ToolPark(string Reason, DateTimeOffset Until, TimeSpan? Pause, long Since)
{
    /// <summary>The park that a trouble asks for; null if the tool is ill rather than at its limit.</summary>
    public static ToolPark? For(ToolTrouble trouble, TimeProvider time) =>
        trouble.ParkedUntil(time.GetUtcNow()) is { } until
            ? new ToolPark(trouble.Reason, until, trouble.Until is null ? trouble.Pause : null, time.GetTimestamp())
            : null;

    public bool Lasts(TimeProvider time) => End(time) > time.GetUtcNow();

    /// <summary>When it is over, by the clock on the wall as it is now.</summary>
    public DateTimeOffset End(TimeProvider time)
    {
        var counted = Pause is { } pause ? time.GetUtcNow() + (pause - time.GetElapsedTime(Since)) : Until;
        return counted < Until ? counted : Until;
    }
}
