using Swarm.Durable.History;

namespace Swarm.Durable.Replay;

/// <summary>What came out of a turn.</summary>
/// <param name="PlayedCount">How many of the inbound events were played before the orchestrator ended.</param>
/// <param name="Decisions">What the orchestrator decided.</param>
/// <param name="Completion">How it ended, if it did.</param>
/// <param name="ContinueAsNew">How it goes on as a new generation, if it does.</param>
internal sealed record TurnResult(
    int PlayedCount,
    IReadOnlyList<DecisionEvent> Decisions,
    ExecutionCompleted? Completion,
    ContinueAsNewRequest? ContinueAsNew)
{
    /// <summary>Sub-orchestrations that are to answer once more or go on, because the turn is a rewind.</summary>
    internal IReadOnlyList<SubOrchestrationCreated> Rewound { get; init; } = [];

    /// <summary>What is asked of entities once more, because the turn is a rewind.</summary>
    internal IReadOnlyList<DecisionEvent> Recalled { get; init; } = [];
}
