namespace Swarm.Durable.Internal;

/// <summary>What can start an orchestration.</summary>
public interface IOrchestrationSubmitter
{
    /// <summary>Starts an instance.</summary>
    /// <param name="orchestratorName">The name of the orchestrator.</param>
    /// <param name="input">The input.</param>
    /// <param name="options">How it is started.</param>
    /// <param name="cancellation">Stops waiting; the start may still happen.</param>
    /// <returns>The id of the instance.</returns>
    Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName,
        object? input = null,
        StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default);
}
