using Swarm.Durable.Client;

namespace Swarm.Durable.History;

/// <summary>The instance ended.</summary>
/// <param name="Status">Completed, Failed or Terminated.</param>
/// <param name="Output">The output as text.</param>
/// <param name="Failure">How it failed, if it did.</param>
internal sealed record ExecutionCompleted(
    OrchestrationRuntimeStatus Status, string? Output, TaskFailureDetails? Failure) : HistoryEvent
{
    internal override EventTag Tag => EventTag.ExecutionCompleted;

    internal static ExecutionCompleted Failed(TaskFailureDetails failure) =>
        new(OrchestrationRuntimeStatus.Failed, failure.ErrorMessage, failure);
}
