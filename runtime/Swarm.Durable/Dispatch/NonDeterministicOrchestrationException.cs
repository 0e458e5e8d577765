namespace Swarm.Durable.Dispatch;

/// <summary>On replay an orchestrator did not decide what its history says it had decided.</summary>
/// <param name="orchestrator">The name of the orchestrator.</param>
/// <param name="instanceId">The id of the instance.</param>
/// <param name="eventId">The number of the decision that differs.</param>
/// <param name="expected">What history says.</param>
/// <param name="actual">What the code did.</param>
public sealed class NonDeterministicOrchestrationException(
    string orchestrator, string instanceId, int eventId, string expected, string actual)
    : Exception(
        $"Orchestrator '{orchestrator}' of instance '{instanceId}' is not deterministic at event {eventId}: "
        + $"history has {expected}, but on replay the code {actual}. Likely cause: the orchestrator's code was changed "
        + "while the instance was running, or it reads the clock, random numbers, configuration or static state, or "
        + "awaits a task that is not durable. Start changed code under another version or name.")
{
    /// <summary>The name of the orchestrator.</summary>
    public string Orchestrator { get; } = orchestrator;

    /// <summary>The id of the instance.</summary>
    public string InstanceId { get; } = instanceId;

    /// <summary>The number of the decision that differs.</summary>
    public int EventId { get; } = eventId;

    /// <summary>What history says.</summary>
    public string Expected { get; } = expected;

    /// <summary>What the code did.</summary>
    public string Actual { get; } = actual;
}
