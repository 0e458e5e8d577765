namespace Swarm.Durable.History;

/// <summary>One turn of an instance as history keeps it: what came in, what was decided, whether it ended.</summary>
/// <param name="StartedAt">The time of the turn, which the orchestrator sees.</param>
/// <param name="Inbound">What came in, in the order in which it was played.</param>
/// <param name="Decisions">What the orchestrator decided.</param>
/// <param name="Completion">How it ended, if it did.</param>
internal sealed record TurnRecord(
    DateTime StartedAt,
    IReadOnlyList<HistoryEvent> Inbound,
    IReadOnlyList<DecisionEvent> Decisions,
    ExecutionCompleted? Completion);
