namespace Swarm.Durable.Dispatch;

/// <summary>A generation has as many turns as a history can hold.</summary>
internal sealed class HistoryFullException(string instanceId, string name)
    : Exception(
        $"The history of instance '{instanceId}' is full after {TurnPlayer.MaxTurns:N0} turns: "
        + $"orchestrator '{name}' must use ContinueAsNew.");
