namespace Swarm.Durable.History;

/// <summary>
/// A client, or the parent, wants the failed instance to go on. It comes as a message; the turn that answers it begins
/// with <see cref="ExecutionRewound"/>.
/// </summary>
internal sealed record RewindRequested(string? Reason) : HistoryEvent
{
    internal override EventTag Tag => EventTag.RewindRequested;
}

/// <summary>
/// The failed instance goes on. Of what counted of its history before, the first turns stay. What came in with later
/// ones is repeated in this turn, but for the failures that are undone; decisions that come out again keep their
/// numbers, new ones have numbers that were never given.
/// </summary>
/// <param name="Reason">Why.</param>
/// <param name="KeptTurns">How many turns stay, of those that counted.</param>
/// <param name="NextTaskId">The number of the first new decision.</param>
internal sealed record ExecutionRewound(string? Reason, int KeptTurns, int NextTaskId) : HistoryEvent
{
    internal override EventTag Tag => EventTag.ExecutionRewound;
}

/// <summary>What follows in the turn is played at this time: that of the turn which is repeated.</summary>
internal sealed record ClockSet(DateTime Time) : HistoryEvent
{
    internal override EventTag Tag => EventTag.ClockSet;
}
